import type { ResultOrder, Some } from '../../runner/server/evaluation-views.ts';
import { ABSENT, formatNumber, formatValue } from '../data/format.ts';
import { momentText } from '../data/trade-columns.ts';
import { element, part, setText } from './element.ts';

const MOST_ROWS = 500;

function row({ id, time, type, quantity, price, status, tag }: ResultOrder): HTMLElement {
  const numbers = [formatValue(quantity), price === 0 ? ABSENT : formatValue(price, 7)];
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'number' }, formatNumber(id)),
    element('td', { class: 'number' }, momentText(time)),
    element('td', {}, type),
    ...numbers.map((text) => element('td', { class: 'number' }, text)),
    element('td', {}, status),
    element('td', { class: 'tag' }, tag),
  );
}

/** Orders, folded away until somebody looks: their rows are made then. */
export class OrdersTable extends HTMLElement {
  #orders: Some<ResultOrder> = { total: 0, rows: [] };

  connectedCallback(): void {
    part(this, 'details', HTMLDetailsElement).addEventListener('toggle', () => this.#draw());
  }

  show(orders: Some<ResultOrder>): void {
    this.#orders = orders;
    this.hidden = orders.total === 0;
    const { total } = orders;
    const first = total > MOST_ROWS ? `, the first ${formatNumber(MOST_ROWS)} shown` : '';
    setText(part(this, 'summary', HTMLElement), `${formatNumber(total)} orders${first}`);
    this.#draw();
  }

  #draw(): void {
    if (!part(this, 'details', HTMLDetailsElement).open) return;
    const rows = this.#orders.rows.slice(0, MOST_ROWS).map(row);
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }
}

customElements.define('orders-table', OrdersTable);
