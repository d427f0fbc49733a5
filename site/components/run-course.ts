import type { SlotTimeline } from '../../runner/server/views.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { type ExploredSearch, watchSearch } from '../data/watch-search.ts';
import { ChartPanel, showLegend } from './chart-panel.ts';
import { part, setText } from './element.ts';
import { RunConstraints } from './run-constraints.ts';
import { RunConvergence } from './run-convergence.ts';

/** Rows nearer to each other than this are not told apart, further apart is a waste. */
const ROW_REM = [0.35, 1.6] as const;
const FRAME_REM = 2.4;
const MOST_REM = 26;

/** How a search went: what slots did, how it came to its best, what its constraints cost. */
export class RunCourse extends HTMLElement {
  readonly #watch = watchSearch(this, (search) => this.#ask(search));
  #hasObjectives = false;

  show(search: ExploredSearch, hasObjectives: boolean): void {
    this.#hasObjectives = hasObjectives;
    this.#panel('hypervolume').hidden = !hasObjectives;
    this.#watch.show(search);
  }

  #panel(kind: string): ChartPanel {
    return part(this, `chart-panel[kind=${kind}]`, ChartPanel);
  }

  async #ask({ id, symbol }: ExploredSearch): Promise<void> {
    const parts = [
      api.timeline(id, symbol).then((timeline) => this.#showTimeline(timeline)),
      api.convergence(id, symbol).then((found) => {
        part(this, 'run-convergence', RunConvergence).show(found);
      }),
      api.constraints(id, symbol).then((found) => {
        part(this, 'run-constraints', RunConstraints).show(found);
      }),
    ];
    if (this.#hasObjectives) {
      const panel = this.#panel('hypervolume') as ChartPanel<'hypervolume'>;
      parts.push(api.hypervolume(id, symbol).then((course) => panel.show(course)));
    }
    const failed = (await Promise.allSettled(parts)).find(({ status }) => status === 'rejected');
    const problem = part(this, '.course-problem', HTMLElement);
    problem.hidden = failed === undefined;
    setText(
      problem,
      failed === undefined ? '' : describe((failed as PromiseRejectedResult).reason),
    );
    this.setAttribute('aria-busy', 'false');
  }

  #showTimeline(timeline: SlotTimeline): void {
    const panel = this.#panel('slot-timeline') as ChartPanel<'slot-timeline'>;
    const { slots, stages, failed } = timeline;
    const row = Math.min(ROW_REM[1], Math.max(ROW_REM[0], (MOST_REM - FRAME_REM) / slots.length));
    const height = FRAME_REM + row * Math.max(2, slots.length);
    part(panel, '.chart', HTMLElement).style.height = `${height}rem`;
    panel.show(timeline);
    showLegend(panel, [
      ...stages.map((text, series) => ({ text, series })),
      ...(failed > 0 ? [{ text: 'failed', series: null }] : []),
    ]);
  }
}

customElements.define('run-course', RunCourse);
