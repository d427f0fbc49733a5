import type { Point, SlotTimeline } from '../../runner/server/views.ts';
import { api } from '../data/api.ts';
import { emptyReason } from '../data/empty-reason.ts';
import { type ExploredSearch, watchSearch } from '../data/watch-search.ts';
import { ChartPanel, showLegend } from './chart-panel.ts';
import { part } from './element.ts';
import { fillPanel, type PanelState, showPanelState, showStale } from './panel-state.ts';
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
  #timeline: SlotTimeline | null = null;
  #chosen: ReadonlySet<number> | null = null;

  connectedCallback(): void {
    for (const body of this.querySelectorAll<HTMLElement>('.body')) {
      showPanelState(body, { is: 'loading' });
    }
  }

  /** Marks an evaluation that is pointed at elsewhere; null marks none. */
  mark(id: number | null): void {
    this.#panel('slot-timeline').mark(id);
  }

  /** @param points those that are chosen, null where nothing is */
  choose(points: readonly Point[] | null): void {
    this.#chosen = points === null ? null : new Set(points.map(([id]) => id));
    if (this.#timeline !== null) this.#showTimeline(this.#timeline);
  }

  show(search: ExploredSearch, hasObjectives: boolean): void {
    this.#hasObjectives = hasObjectives;
    this.#panel('hypervolume').hidden = !hasObjectives;
    if (search.evaluations === 0) this.#sayEmpty(search);
    this.#watch.show(search);
  }

  #sayEmpty(search: ExploredSearch): void {
    const why = emptyReason(search);
    const panels = [this.#panel('slot-timeline'), this.#panel('hypervolume')];
    const bodies = this.querySelectorAll<HTMLElement>('.body');
    for (const host of [...panels, ...bodies]) showPanelState(host, { is: 'empty', why });
    this.setAttribute('aria-busy', 'false');
  }

  #panel(kind: string): ChartPanel {
    return part(this, `chart-panel[kind=${kind}]`, ChartPanel);
  }

  async #ask({ id, symbol }: ExploredSearch): Promise<void> {
    const convergence = part(this, 'run-convergence', RunConvergence);
    const constraints = part(this, 'run-constraints', RunConstraints);
    const shown: PanelState = { is: 'shown' };
    const parts = [
      // A chart says itself whether it has anything to draw.
      fillPanel(this.#panel('slot-timeline'), async () => {
        this.#showTimeline(await api.timeline(id, symbol));
        return null;
      }),
      fillPanel(part(convergence, '.body', HTMLElement), async () => {
        convergence.show(await api.convergence(id, symbol));
        return shown;
      }),
      fillPanel(part(constraints, '.body', HTMLElement), async () => {
        constraints.show(await api.constraints(id, symbol));
        return shown;
      }),
    ];
    if (this.#hasObjectives) {
      const panel = this.#panel('hypervolume') as ChartPanel<'hypervolume'>;
      parts.push(
        fillPanel(panel, async () => {
          const course = await api.hypervolume(id, symbol);
          if (course === null) panel.empty();
          else panel.show(course);
          return null;
        }),
      );
    }
    showStale(this, await Promise.all(parts));
    this.setAttribute('aria-busy', 'false');
  }

  #showTimeline(timeline: SlotTimeline): void {
    const panel = this.#panel('slot-timeline') as ChartPanel<'slot-timeline'>;
    const { slots, stages, failed } = timeline;
    const row = Math.min(ROW_REM[1], Math.max(ROW_REM[0], (MOST_REM - FRAME_REM) / slots.length));
    const height = FRAME_REM + row * Math.max(2, slots.length);
    part(panel, '.chart', HTMLElement).style.height = `${height}rem`;
    this.#timeline = timeline;
    panel.show({ ...timeline, chosen: this.#chosen });
    showLegend(panel, [
      ...stages.map((text, series) => ({ text, series })),
      ...(failed > 0 ? [{ text: 'failed', series: null }] : []),
    ]);
  }
}

customElements.define('run-course', RunCourse);
