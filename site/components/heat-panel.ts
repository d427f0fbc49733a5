import type { HeatMap, SearchSample } from '../../runner/server/views.ts';
import { type CanvasBox, createCanvasBox } from '../charts/canvas-box.ts';
import { readChartColors } from '../charts/chart-colors.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { unitOf } from '../data/explorer-model.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { heatColor, heatShares } from '../data/heat-colors.ts';
import { element, part, setText } from './element.ts';
import { PairEvent } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { ResponsivePlot } from './responsive-plot.ts';

type Measure = 'best' | 'mean';

/** Fitness over any two parameters, from all evaluations. */
export class HeatPanel extends ResponsivePlot {
  readonly #canvas: CanvasBox = createCanvasBox('heat');
  readonly #frame = element('div', { class: 'drag-box', hidden: true });
  #search: { id: string; symbol: string } | null = null;
  #names: readonly string[] = [];
  #heat: HeatMap | null = null;
  #asked = new AbortController();

  override connectedCallback(): void {
    part(this, '.map', HTMLElement).prepend(this.#canvas.element, this.#frame);
    this.addEventListener('change', (event) => {
      const select = event.target as HTMLSelectElement;
      if (select.name === 'measure') return this.#draw();
      void this.#ask();
      this.dispatchEvent(new PairEvent(this.pair));
    });
    this.#canvas.element.addEventListener('pointermove', (event) => this.#read(event));
    this.#canvas.element.addEventListener('pointerleave', () => this.#say(''));
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    this.#asked.abort();
    super.disconnectedCallback();
  }

  protected override get box(): Element {
    return part(this, '.map', HTMLElement);
  }

  /** Asks anew for each sample: it comes with more evaluations. */
  show(
    sample: SearchSample,
    search: { id: string; symbol: string },
    order: readonly string[],
  ): void {
    this.#search = search;
    const names = sample.parameters.map(({ name }) => name);
    this.hidden = names.length < 2;
    if (this.hidden) return;
    if (names.join() !== this.#names.join()) {
      this.#names = names;
      const chosen = [...new Set([...order, ...names])];
      for (const [place, select] of this.#selects.entries()) {
        const wanted = chosen[place] ?? '';
        select.replaceChildren(
          ...names.map((name) => element('option', { selected: name === wanted }, name)),
        );
      }
    }
    void this.#ask();
  }

  get #selects(): HTMLSelectElement[] {
    return ['x', 'y'].map((name) => part(this, `select[name=${name}]`, HTMLSelectElement));
  }

  /** Frames what is brushed of the two parameters. */
  choose({ brushes, model }: ExplorerView): void {
    const units = this.pair.map((name) => {
      const axis = model.axes.find(({ key }) => key === `p ${name}`);
      const range = brushes.get(`p ${name}`);
      return axis === undefined || range === undefined
        ? null
        : range.map((value) => Math.min(1, Math.max(0, unitOf(axis, value))));
    });
    const [x, y] = units;
    this.#frame.hidden = units.every((unit) => unit === null);
    const { width, height } = this.#canvas;
    const { offsetLeft, offsetTop } = this.#canvas.element;
    const [left = 0, right = 1] = x ?? [];
    const [low = 0, high = 1] = y ?? [];
    const { style } = this.#frame;
    style.left = `${offsetLeft + left * width}px`;
    style.top = `${offsetTop + (1 - high) * height}px`;
    style.width = `${(right - left) * width}px`;
    style.height = `${(high - low) * height}px`;
  }

  /** Names of the parameters across and up. */
  get pair(): readonly [string, string] {
    const [x = '', y = ''] = this.#selects.map(({ value }) => value);
    return [x, y];
  }

  get #measure(): Measure {
    return part(this, 'select[name=measure]', HTMLSelectElement).value as Measure;
  }

  async #ask(): Promise<void> {
    const search = this.#search;
    if (search === null) return;
    this.#asked.abort();
    this.#asked = new AbortController();
    const [x, y] = this.pair;
    try {
      this.#heat = await api.heat(search.id, search.symbol, { x, y }, this.#asked.signal);
      this.layOut();
    } catch (error) {
      if (!this.#asked.signal.aborted) this.#say(describe(error));
    }
  }

  protected layOut(): void {
    const { clientWidth, clientHeight } = this.#canvas.element;
    this.#canvas.resize(clientWidth, clientHeight);
    this.#draw();
  }

  protected recolour(): void {
    this.#draw();
  }

  #draw(): void {
    const heat = this.#heat;
    if (heat === null || this.#canvas.width === 0) return;
    const colors = readChartColors(this);
    const values = heat[this.#measure];
    const shares = heatShares(values);
    const columns = heat.x.labels.length;
    const [width, height] = this.#cellSize(heat);
    this.#canvas.draw((context) => {
      for (const [bin, share] of shares.entries()) {
        const [column, row] = [bin % columns, Math.floor(bin / columns)];
        const isTried = (heat.others[bin] ?? 0) > 0;
        if (share === null && !isTried) continue;
        context.fillStyle = share === null ? colors.band : heatColor(share, colors);
        const y = this.#canvas.height - (row + 1) * height;
        context.fillRect(column * width, y, Math.max(1, width - 1), Math.max(1, height - 1));
      }
    });
    this.#label(heat, values);
  }

  #label(heat: HeatMap, values: HeatMap['best']): void {
    const ends = (labels: readonly string[]): readonly string[] => [
      labels[0] ?? '',
      labels.at(-1) ?? '',
    ];
    for (const [axis, { name, labels }] of [['x', heat.x] as const, ['y', heat.y] as const]) {
      const [low = '', high = ''] = ends(labels);
      const holder = part(this, `.ends-${axis}`, HTMLElement);
      holder.replaceChildren(
        element('span', {}, low),
        element('span', {}, name),
        element('span', {}, high),
      );
    }
    const known = values.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    setText(part(this, '.low', HTMLElement), known.length > 0 ? formatFitness(low) : '–');
    setText(part(this, '.high', HTMLElement), known.length > 0 ? formatFitness(high) : '–');
    const at = known.length > 0 ? this.#binText(heat, values.indexOf(high)) : 'no valid set';
    const canvas = this.#canvas.element;
    canvas.ariaHidden = 'false';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${heat.x.name} across, ${heat.y.name} up. Best: ${at}`);
  }

  #cellSize({ x, y }: HeatMap): [number, number] {
    return [this.#canvas.width / x.labels.length, this.#canvas.height / y.labels.length];
  }

  #read(event: PointerEvent): void {
    const heat = this.#heat;
    if (heat === null) return;
    const [width, height] = this.#cellSize(heat);
    const column = Math.floor(event.offsetX / width);
    const row = Math.floor((this.#canvas.height - event.offsetY) / height);
    const columns = heat.x.labels.length;
    const isInside = column >= 0 && row >= 0 && column < columns && row < heat.y.labels.length;
    this.#say(isInside ? this.#binText(heat, row * columns + column) : '');
  }

  #binText(heat: HeatMap, bin: number): string {
    const columns = heat.x.labels.length;
    const [x, y] = [heat.x.labels[bin % columns], heat.y.labels[Math.floor(bin / columns)]];
    const [made, others] = [heat.valid[bin] ?? 0, heat.others[bin] ?? 0];
    const best = heat.best[bin];
    const figures =
      best === null || best === undefined
        ? ''
        : `  best ${formatFitness(best)} (#${heat.bestId[bin]})  mean ${formatFitness(heat.mean[bin] ?? 0)}`;
    const count = `${formatNumber(made)} valid${others > 0 ? `, ${formatNumber(others)} not` : ''}`;
    return `${heat.x.name} ${x}  ${heat.y.name} ${y}${figures}  ${count}`;
  }

  #say(text: string): void {
    setText(part(this, '.readout', HTMLElement), text);
  }
}

customElements.define('heat-panel', HeatPanel);
