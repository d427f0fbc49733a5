import type { Job } from '../../runner/domain/job.ts';
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

/** Above rows: what they are taken from, where that is not the same for all rows. */
function heading(text: string): HTMLElement {
  return element('tr', {}, element('th', { colspan: 3, scope: 'rowgroup', class: 'of' }, text));
}

/** How the metrics of a set that serves many symbols come of those on each. */
function joining({ symbols, sharedFitness }: Job): string {
  const medians = `Median of ${symbols.length} symbols`;
  return sharedFitness === 'median' ? medians : `${medians}; fitness: their ${sharedFitness}`;
}

const NOTHING = 'No statistics yet. They come with the first valid set.';

/** Statistics of the best set: in the search, and beside them on the dates left out of it. */
export class BestStatistics extends HTMLElement {
  #shown: BestView | null = null;
  #job: Job | null = null;

  fail(why: string, retry: () => void): void {
    if (this.#shown === null) showPanelState(this, { is: 'failed', why, retry });
  }

  show(best: BestView | null, job: Job | null): void {
    if (best === null || (best === this.#shown && job === this.#job)) return;
    this.#shown = best;
    this.#job = job;
    const withHoldout = best.holdout !== null;
    const { metrics, statistics } = statisticRows(best);
    const filled = metrics.length + statistics.length > 0;
    showPanelState(this, filled ? { is: 'shown' } : { is: 'empty', why: NOTHING });
    part(this, '.tables', HTMLElement).hidden = !filled;
    part(this, 'thead .holdout', HTMLElement).hidden = !withHoldout;
    const [ours, leans] = this.querySelectorAll('tbody');
    const shared = job?.mode === 'shared' ? job : null;
    const across = shared === null ? [] : [heading(joining(shared))];
    const alone = shared === null ? [] : [heading(`LEAN's statistics on ${shared.symbols[0]}`)];
    ours?.replaceChildren(...across, ...body(metrics, withHoldout));
    leans?.replaceChildren(...alone, ...body(statistics, withHoldout));
  }
}

customElements.define('best-statistics', BestStatistics);
