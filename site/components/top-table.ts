import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { type TopColumn, topColumns } from '../data/top-columns.ts';
import { element, part } from './element.ts';

/** Where the page of an evaluation is. */
type Address = (row: Evaluation) => string;

function cell(column: TopColumn, row: Evaluation, address: Address): HTMLElement {
  const text = column.text(row);
  const content = column.key === 'id' ? element('a', { href: address(row) }, text) : text;
  return element('td', { class: column.numeric ? 'number' : null }, content);
}

function header(column: TopColumn): HTMLElement {
  const attributes = { scope: 'col', class: column.numeric ? 'number' : null };
  return element('th', { ...attributes, 'data-group': column.group }, column.label);
}

/** The best sets found so far, best first, with their parameters and metrics. */
export class TopTable extends HTMLElement {
  #shown: readonly Evaluation[] | null = null;

  show(rows: readonly Evaluation[] | null, address: Address): void {
    if (rows === null || rows === this.#shown) return;
    this.#shown = rows;
    this.dataset['loaded'] = '';
    part(this, '.empty', HTMLElement).hidden = rows.length > 0;
    const box = part(this, '.scroll-box', HTMLElement);
    box.hidden = rows.length === 0;
    const columns = topColumns(rows);
    const head = element('tr', {}, element('th', { scope: 'col', class: 'number' }, 'Rank'));
    head.append(...columns.map(header));
    const body = rows.map((row, index) => {
      const rank = element('th', { scope: 'row', class: 'number' }, String(index + 1));
      return element('tr', {}, rank, ...columns.map((column) => cell(column, row, address)));
    });
    part(box, 'thead', HTMLElement).replaceChildren(head);
    part(box, 'tbody', HTMLElement).replaceChildren(...body);
  }
}

customElements.define('top-table', TopTable);
