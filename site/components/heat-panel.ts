import type { HeatMap, SearchSample } from '../../runner/server/views.ts';
import { readChartColors } from '../charts/chart-colors.ts';
import { api } from '../data/api.ts';
import type { Axis } from '../data/explorer-model.ts';
import { formatFitness } from '../data/format.ts';
import { binsRange, binsWithin } from '../data/heat-bins.ts';
import { fromAddress, keepInAddress } from '../data/page-address.ts';
import { type DraggedBox, placeBox } from './drag-box.ts';
import { element, part, setText } from './element.ts';
import { PairEvent, type Range } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { binText, cellSize, type Measure, paintHeat } from './heat-paint.ts';
import { PairPlot, type PlotPoint } from './pair-plot.ts';
import { fillPanel, type PanelState } from './panel-state.ts';

const NOTHING = 'No evaluation with both parameters yet. Each that ends fills its cell.';

/** Fitness over any two parameters, from all evaluations. */
export class HeatPanel extends PairPlot {
  readonly #frame = element('div', { class: 'drag-box', hidden: true });
  #search: { id: string; symbol: string } | null = null;
  #names: readonly string[] = [];
  #heat: HeatMap | null = null;
  #asked = new AbortController();
  /** Whether its parameters stay: somebody is at them, or those that matter most are known. */
  #isSettled = false;
  protected view: ExplorerView | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.map.append(this.#frame);
    const measure = part(this, 'select[name=measure]', HTMLSelectElement);
    if (fromAddress('colour').includes('mean')) measure.value = 'mean';
    this.addEventListener('change', (event) => {
      if (event.target === measure) {
        keepInAddress('colour', measure.value === 'best' ? [] : [measure.value]);
        this.draw();
        return;
      }
      void this.#ask();
      this.dispatchEvent(new PairEvent(this.pair));
    });
    for (const touched of ['pointerdown', 'focusin', 'change']) {
      this.addEventListener(touched, () => {
        this.#isSettled = true;
      });
    }
  }

  override disconnectedCallback(): void {
    this.#asked.abort();
    super.disconnectedCallback();
  }

  /** Asks anew for each sample: it comes with more evaluations. @returns why what is drawn is old */
  async show(
    sample: SearchSample,
    search: { id: string; symbol: string },
    pair: readonly string[],
  ): Promise<string | null> {
    this.#search = search;
    this.#isSettled ||= pair.length === 2;
    const names = sample.parameters.map(({ name }) => name);
    this.hidden = names.length < 2;
    if (this.hidden) return null;
    if (names.join() !== this.#names.join()) {
      this.#names = names;
      const chosen = [...new Set([...pair, ...names])];
      for (const [place, select] of this.#selects.entries()) {
        const wanted = chosen[place] ?? '';
        select.replaceChildren(
          ...names.map((name) => element('option', { selected: name === wanted }, name)),
        );
      }
    }
    return await this.#ask();
  }

  /**
   * Shows the parameters that matter most, once they are known, instead of the first two.
   * @param order most important first
   * @returns why what is drawn is old
   */
  async prefer(order: readonly string[]): Promise<string | null> {
    if (this.#isSettled || this.hidden || order.length < 2) return null;
    this.#isSettled = true;
    const before = this.pair.join();
    for (const [place, select] of this.#selects.entries()) select.value = order[place] as string;
    return this.pair.join() === before ? null : await this.#ask();
  }

  get #selects(): HTMLSelectElement[] {
    return ['x', 'y'].map((name) => part(this, `select[name=${name}]`, HTMLSelectElement));
  }

  get pair(): readonly [string, string] {
    const [x = '', y = ''] = this.#selects.map(({ value }) => value);
    return [x, y];
  }

  get #measure(): Measure {
    return part(this, 'select[name=measure]', HTMLSelectElement).value as Measure;
  }

  /** Frames what is brushed of the two parameters. */
  choose(view: ExplorerView): void {
    this.view = view;
    this.#drawFrame();
  }

  #drawFrame(): void {
    const [axes, heat] = [this.axes, this.#heat];
    const ranges = this.pair.map((name) => this.view?.brushes.get(`p ${name}`));
    const bins =
      heat === null || axes === null
        ? []
        : ([heat.x, heat.y] as const).map(({ labels }, place) => {
            const range = ranges[place];
            const all: Range = [0, labels.length - 1];
            return range === undefined ? all : binsWithin(axes[place] as Axis, labels, range);
          });
    const [x, y] = bins;
    this.#frame.hidden = !x || !y || ranges.every((range) => range === undefined);
    if (heat === null || !x || !y) return;
    const [width, height] = cellSize(heat, this.canvas);
    placeBox(this.#frame, this.canvas.element, {
      left: x[0] * width,
      right: (x[1] + 1) * width,
      top: this.canvas.height - (y[1] + 1) * height,
      bottom: this.canvas.height - y[0] * height,
    });
  }

  async #ask(): Promise<string | null> {
    const search = this.#search;
    if (search === null) return null;
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const [x, y] = this.pair;
    return await fillPanel(this.map, async (): Promise<PanelState | null> => {
      try {
        this.#heat = await api.heat(search.id, search.symbol, { x, y }, signal);
      } catch (error) {
        if (signal.aborted) return null;
        throw error;
      }
      this.layOut();
      const isTried = [...this.#heat.valid, ...this.#heat.others].some((count) => count > 0);
      return isTried ? { is: 'shown' } : { is: 'empty', why: NOTHING };
    });
  }

  protected draw(): void {
    const heat = this.#heat;
    if (heat === null || this.canvas.width === 0) return;
    this.inSight(() =>
      paintHeat(this.canvas, heat, { measure: this.#measure, colors: readChartColors(this) }),
    );
    this.#drawFrame();
    const known = heat[this.#measure].filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    setText(part(this, '.low', HTMLElement), known.length > 0 ? formatFitness(low) : '–');
    setText(part(this, '.high', HTMLElement), known.length > 0 ? formatFitness(high) : '–');
    const at = known.length > 0 ? binText(heat, heat[this.#measure].indexOf(high)) : 'no valid set';
    const ends = ({ name, labels }: HeatMap['x']) => [labels[0] ?? '', name, labels.at(-1) ?? ''];
    const words = `${heat.x.name} across, ${heat.y.name} up. Best: ${at}`;
    this.label([ends(heat.x), ends(heat.y)], words);
  }

  /** The bin of a row, which is drawn though the row itself is not. */
  protected placeOf(row: number): PlotPoint | null {
    const [axes, heat] = [this.axes, this.#heat];
    if (axes === null || heat === null) return null;
    const [x, y] = [heat.x, heat.y].map(({ labels }, place) => {
      const axis = axes[place] as Axis;
      const value = axis.values[row] as number;
      return binsWithin(axis, labels, [value, value])?.[0];
    });
    if (x === undefined || y === undefined) return null;
    const [width, height] = cellSize(heat, this.canvas);
    return { x: (x + 0.5) * width, y: this.canvas.height - (y + 0.5) * height };
  }

  protected rangesOf({ left, right, top, bottom }: DraggedBox): readonly [Range, Range] {
    const [axes, heat] = [this.axes, this.#heat];
    if (axes === null || heat === null) throw new TypeError('Cannot choose: nothing is drawn');
    const [first, last] = [this.#binAt(heat, left, bottom), this.#binAt(heat, right, top)];
    return [
      binsRange(axes[0], heat.x.labels, [first[0], last[0]]),
      binsRange(axes[1], heat.y.labels, [first[1], last[1]]),
    ];
  }

  #binAt(heat: HeatMap, x: number, y: number): readonly [column: number, row: number] {
    const [width, height] = cellSize(heat, this.canvas);
    const clamp = (place: number, count: number): number =>
      Math.min(count - 1, Math.max(0, Math.floor(place)));
    const row = clamp((this.canvas.height - y) / height, heat.y.labels.length);
    return [clamp(x / width, heat.x.labels.length), row];
  }

  protected read({ x, y }: PlotPoint): { readonly id: number | null; readonly text: string } {
    const heat = this.#heat;
    if (heat === null) return { id: null, text: '' };
    const [column, row] = this.#binAt(heat, x, y);
    const bin = row * heat.x.labels.length + column;
    return { id: heat.bestId[bin] ?? null, text: binText(heat, bin) };
  }
}

customElements.define('heat-panel', HeatPanel);
