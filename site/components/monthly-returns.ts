import type { MonthReturn } from '../../runner/server/evaluation-views.ts';
import { ABSENT, formatNumber } from '../data/format.ts';
import { type MonthCell, monthlyTable } from '../data/monthly-table.ts';
import { element, part } from './element.ts';

function cell(found: MonthCell | null): HTMLElement {
  if (found === null) return element('td', { class: 'number muted' }, ABSENT);
  const { percent, heat } = found;
  const text = formatNumber(percent, 1);
  const made = element(
    'td',
    { class: 'number' },
    /[1-9]/.test(text) && percent > 0 ? `+${text}` : text,
  );
  if (heat !== 0) {
    made.dataset['heat'] = heat > 0 ? 'better' : 'worse';
    made.style.setProperty('--heat', `${Math.round(Math.abs(heat) * 100)}%`);
  }
  return made;
}

/** Years by months. A sign says what the tint says, for those who do not see it. */
export class MonthlyReturns extends HTMLElement {
  #shown: readonly MonthReturn[] | null = null;

  show(months: readonly MonthReturn[]): void {
    if (months === this.#shown) return;
    this.#shown = months;
    const rows = monthlyTable(months).map(({ year, months: cells, whole }) => {
      const head = element('th', { scope: 'row' }, String(year));
      return element('tr', {}, head, ...cells.map(cell), cell(whole));
    });
    part(this, '.scroll-box', HTMLElement).hidden = rows.length === 0;
    part(this, '.empty', HTMLElement).hidden = rows.length > 0;
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }
}

customElements.define('monthly-returns', MonthlyReturns);
