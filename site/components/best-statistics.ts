import type { BestView } from '../../runner/server/views.ts';
import { type StatisticRow, statisticRows } from '../data/statistic-rows.ts';
import { element, part } from './element.ts';
import { showPanelState } from './panel-state.ts';

function body(rows: readonly StatisticRow[], withHoldout: boolean): HTMLElement[] {
  return rows.map(({ name, search, holdout }) => {
    const row = element('tr', {}, element('th', { scope: 'row' }, name));
    row.append(element('td', { class: 'number' }, search));
    if (withHoldout) row.append(element('td', { class: 'number' }, holdout ?? '–'));
    return row;
  });
}

const NOTHING = 'No statistics yet. They come with the first valid set.';

/** Statistics of the best set: in the search, and beside them on the dates left out of it. */
export class BestStatistics extends HTMLElement {
  #shown: BestView | null = null;

  fail(why: string, retry: () => void): void {
    if (this.#shown === null) showPanelState(this, { is: 'failed', why, retry });
  }

  show(best: BestView | null): void {
    if (best === null || best === this.#shown) return;
    this.#shown = best;
    const withHoldout = best.holdout !== null;
    const { metrics, statistics } = statisticRows(best);
    const filled = metrics.length + statistics.length > 0;
    showPanelState(this, filled ? { is: 'shown' } : { is: 'empty', why: NOTHING });
    part(this, '.tables', HTMLElement).hidden = !filled;
    part(this, 'thead .holdout', HTMLElement).hidden = !withHoldout;
    const [ours, leans] = this.querySelectorAll('tbody');
    ours?.replaceChildren(...body(metrics, withHoldout));
    leans?.replaceChildren(...body(statistics, withHoldout));
  }
}

customElements.define('best-statistics', BestStatistics);
