import type { BestView } from '../../runner/server/views.ts';
import { type StatisticRow, statisticRows } from '../data/statistic-rows.ts';
import { element, part } from './element.ts';

function body(rows: readonly StatisticRow[], withHoldout: boolean): HTMLElement[] {
  return rows.map(({ name, search, holdout }) => {
    const row = element('tr', {}, element('th', { scope: 'row' }, name));
    row.append(element('td', { class: 'number' }, search));
    if (withHoldout) row.append(element('td', { class: 'number' }, holdout ?? '–'));
    return row;
  });
}

/** Statistics of the best set: in the search, and beside them on the dates left out of it. */
export class BestStatistics extends HTMLElement {
  #shown: BestView | null = null;

  show(best: BestView | null): void {
    if (best === null || best === this.#shown) return;
    this.#shown = best;
    const withHoldout = best.holdout !== null;
    const { metrics, statistics } = statisticRows(best);
    const filled = metrics.length + statistics.length > 0;
    part(this, '.empty', HTMLElement).hidden = filled;
    part(this, '.tables', HTMLElement).hidden = !filled;
    part(this, 'thead .holdout', HTMLElement).hidden = !withHoldout;
    const [ours, leans] = this.querySelectorAll('tbody');
    ours?.replaceChildren(...body(metrics, withHoldout));
    leans?.replaceChildren(...body(statistics, withHoldout));
  }
}

customElements.define('best-statistics', BestStatistics);
