import type { VariationFigures } from '../../runner/server/evaluation-views.ts';
import { ABSENT, formatValue } from '../data/format.ts';
import { element, part } from './element.ts';

const DIGITS = 5;
/** What is asked of a variation first. */
const FIRST = ['total_r', 'trade_count', 'trades', 'winrate', 'win_rate', 'profit_factor'];

/** Names in the order to show them. */
function ordered(names: ReadonlySet<string>): readonly string[] {
  const first = FIRST.filter((name) => names.has(name));
  return [...first, ...[...names].filter((name) => !first.includes(name))];
}

/** What the set did by each way of trading. */
export class VariationTable extends HTMLElement {
  show(variations: readonly VariationFigures[]): void {
    const measured = variations.filter(({ metrics }) => Object.keys(metrics).length > 0);
    this.hidden = measured.length === 0;
    const names = ordered(new Set(measured.flatMap(({ metrics }) => Object.keys(metrics))));
    const head = names.map((name) => element('th', { scope: 'col', class: 'number' }, name));
    const first = element('th', { scope: 'col' }, 'Variation');
    part(this, 'thead', HTMLElement).replaceChildren(element('tr', {}, first, ...head));
    const rows = measured.map(({ name, metrics }) => {
      const cells = names.map((metric) => {
        const value = metrics[metric];
        const text = value === undefined ? ABSENT : formatValue(value, DIGITS);
        return element('td', { class: 'number' }, text);
      });
      return element('tr', {}, element('th', { scope: 'row' }, name), ...cells);
    });
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }
}

customElements.define('variation-table', VariationTable);
