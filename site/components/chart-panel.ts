import type { Chart, ChartKind } from '../charts/chart.ts';
import { readChartColors } from '../charts/chart-colors.ts';
import { type ChartData, type ChartName, charts } from '../charts/index.ts';
import { element, part, setText } from './element.ts';
import { BrushEvent, HoverEvent } from './explorer-events.ts';
import { createSight } from './in-sight.ts';
import { showPanelState } from './panel-state.ts';
import { THEME_CHANGE } from './theme-toggle.ts';

/** What a box has only while there is a chart in it. */
const ROLE = ['role', 'aria-label', 'aria-roledescription', 'aria-keyshortcuts', 'tabindex'];

/**
 * A titled box with a chart of the registry (`kind`), which it sizes, recolours and describes. A
 * line beside the title says what is under the pointer, so that nothing covers the marks.
 */
export class ChartPanel<Name extends ChartName = ChartName> extends HTMLElement {
  #data: ChartData<Name> | null = null;
  #chart: Chart<ChartData<Name>> | null = null;
  #resize: ResizeObserver | null = null;
  #sight: ReturnType<typeof createSight> | null = null;
  #isChoosing = false;
  /** The evaluation that this chart pointed at last, and the one that is pointed at anywhere. */
  #told: number | null = null;
  #marked: number | null = null;
  /** Whether the chart that stands is in the colours of before. */
  #isOld = false;
  #recolour = (): void => {
    this.#isOld = true;
    this.#sight?.draw(() => this.#update());
  };

  connectedCallback(): void {
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(this.#box);
    this.#sight = createSight(this);
    document.addEventListener(THEME_CHANGE, this.#recolour);
    this.#followKeys();
  }

  #followKeys(): void {
    const box = this.#box;
    const readout = part(this, '.readout', HTMLElement);
    // Read out where keys point, not where a mouse happens to be.
    readout.ariaLive = 'off';
    box.addEventListener('keydown', (event) => {
      if (this.#chart?.keys?.press(event) === true) event.preventDefault();
    });
    box.addEventListener('focus', () => {
      readout.ariaLive = 'polite';
    });
    box.addEventListener('blur', () => {
      readout.ariaLive = 'off';
      this.#chart?.keys?.leave();
    });
  }

  disconnectedCallback(): void {
    this.#resize?.disconnect();
    this.#sight?.disconnect();
    document.removeEventListener(THEME_CHANGE, this.#recolour);
    this.#chart?.destroy();
    this.#chart = null;
  }

  /** Data that is already shown costs nothing. Null: not loaded yet. */
  show(data: ChartData<Name> | null): void {
    if (data === this.#data) return;
    this.#data = data;
    const words = data === null ? null : this.#kind.describe(data);
    const box = this.#box;
    if (data === null || words === null) {
      if (data === null) showPanelState(this, { is: 'loading' });
      else this.#sayNothing();
      this.#chart?.destroy();
      this.#chart = null;
      box.replaceChildren();
      for (const name of ROLE) box.removeAttribute(name);
      return;
    }
    showPanelState(this, { is: 'shown' });
    box.setAttribute('aria-label', words);
    if (this.#chart) this.#sight?.draw(() => this.#update());
    else this.#recreate();
  }

  /** Says why there is nothing; what is drawn already stays. */
  fail(why: string, retry: () => void): void {
    if (this.#data === null) showPanelState(this, { is: 'failed', why, retry });
  }

  /** There is no data, and none is on its way. */
  empty(): void {
    if (this.#data === null) this.#sayNothing();
  }

  #sayNothing(): void {
    showPanelState(this, { is: 'empty', why: this.getAttribute('nothing') ?? '' });
  }

  #update(): void {
    if (this.#isOld) this.#recreate();
    else if (this.#data !== null) this.#chart?.update(this.#data);
  }

  /** Marks the evaluation that is pointed at, here or elsewhere. */
  mark(id: number | null): void {
    this.#marked = id;
    this.#chart?.mark?.(id);
  }

  /** A chart may learn a moment later that the pointer left it: by then another points. */
  #tellHover(id: number | null): void {
    if (id === null && (this.#told === null || this.#told !== this.#marked)) return;
    this.#told = id;
    this.dispatchEvent(new HoverEvent(id));
  }

  /** Whether dragging chooses, where the chart can. */
  chooseByDrag(isOn: boolean): void {
    this.#isChoosing = isOn;
    this.#chart?.chooseByDrag?.(isOn);
  }

  get #kind(): ChartKind<ChartData<Name>> {
    // The attribute is written by our own pages, and the type argument goes with it.
    return charts[this.getAttribute('kind') as Name] as unknown as ChartKind<ChartData<Name>>;
  }

  get #box(): HTMLElement {
    return part(this, '.chart', HTMLElement);
  }

  #recreate(): void {
    const box = this.#box;
    this.#isOld = false;
    this.#chart?.destroy();
    this.#chart = null;
    if (this.#data === null || box.clientWidth === 0) return;
    const readout = part(this, '.readout', HTMLElement);
    this.#chart = this.#kind.create(this.#data, {
      width: box.clientWidth,
      height: box.clientHeight,
      colors: readChartColors(this),
      onReadout: (text) => setText(readout, text ?? ''),
      onHover: (id) => this.#tellHover(id),
      onChoice: (ranges) => this.dispatchEvent(new BrushEvent(ranges)),
    });
    if (this.#isChoosing) this.#chart.chooseByDrag?.(true);
    box.replaceChildren(this.#chart.element);
    const hasKeys = this.#chart.keys !== undefined;
    box.setAttribute('role', hasKeys ? 'application' : 'img');
    if (!hasKeys) return;
    box.tabIndex = 0;
    box.setAttribute('aria-roledescription', 'chart');
    box.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight Home End Enter Escape');
  }

  #fit(): void {
    const { clientWidth, clientHeight } = this.#box;
    if (this.#chart) this.#chart.resize(clientWidth, clientHeight);
    else if (this.#data !== null && this.#kind.describe(this.#data) !== null) this.#recreate();
  }
}

customElements.define('chart-panel', ChartPanel);

interface LegendEntry {
  readonly text: string;
  /** Place in the palette; null is the tick at the bottom edge. */
  readonly series: number | null | 'reference';
}

/** The grey line beside an equity curve. */
export const BENCHMARK_KEY: LegendEntry = {
  text: 'Benchmark, bought for the same money',
  series: 'reference',
};

/** Says which colour is which. Entries that stand already are left alone. */
export function showLegend(panel: HTMLElement, entries: readonly LegendEntry[]): void {
  const legend = part(panel, '.legend', HTMLElement);
  const key = entries.map(({ text, series }) => `${series} ${text}`).join('\n');
  if (legend.dataset['key'] === key) return;
  legend.dataset['key'] = key;
  legend.replaceChildren(
    ...entries.map(({ text, series }) =>
      element(
        'li',
        { 'data-series': typeof series === 'number' ? (series % 6) + 1 : (series ?? 'tick') },
        text,
      ),
    ),
  );
}
