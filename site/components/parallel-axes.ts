import { type CanvasBox, createCanvasBox } from '../charts/canvas-box.ts';
import { type ChartColors, readChartColors } from '../charts/chart-colors.ts';
import { type Axis, axisText, unitOf, valueAt } from '../data/explorer-model.ts';
import { metricLabel } from '../data/metric-format.ts';
import { element } from './element.ts';
import { BrushEvent, type ExplorerView } from './explorer-view.ts';
import { ResponsivePlot } from './responsive-plot.ts';

const TOP = 44;
const BOTTOM = 24;
const SIDE = 40;
const LEAST_APART = 72;
/** A shorter drag is a click, which clears the brush. */
const LEAST_BRUSH = 4;

/**
 * A line for each evaluation across an axis for each parameter, metric and the fitness. Dragging
 * along an axis chooses; its name moves it by arrow keys or dragging.
 */
export class ParallelAxes extends ResponsivePlot {
  readonly #canvas: CanvasBox = createCanvasBox('lines');
  readonly #axes = element('div', { class: 'axes' });
  #view: ExplorerView | null = null;
  #order: string[] = [];
  #colors: ChartColors | null = null;

  override connectedCallback(): void {
    this.replaceChildren(this.#canvas.element, this.#axes);
    super.connectedCallback();
  }

  show(view: ExplorerView): void {
    const isNew = this.#view?.model !== view.model;
    this.#view = view;
    const keys = view.model.axes.map(({ key }) => key);
    this.#order = [
      ...this.#order.filter((key) => keys.includes(key)),
      ...keys.filter((key) => !this.#order.includes(key)),
    ];
    if (isNew) this.layOut();
    else this.#draw();
  }

  get #shown(): Axis[] {
    const { axes } = this.#view?.model ?? { axes: [] };
    return this.#order.flatMap((key) => axes.find((axis) => axis.key === key) ?? []);
  }

  get #apart(): number {
    return (this.#canvas.width - 2 * SIDE) / Math.max(1, this.#shown.length - 1);
  }

  protected layOut(): void {
    const least = 2 * SIDE + LEAST_APART * Math.max(1, this.#shown.length - 1);
    const width = Math.max(least, this.clientWidth);
    this.#canvas.element.style.width = `${width}px`;
    this.#axes.style.width = `${width}px`;
    this.#canvas.resize(width, this.clientHeight - (width > this.clientWidth ? 14 : 0));
    this.#axes.replaceChildren(...this.#shown.map((axis, place) => this.#axisElement(axis, place)));
    this.#draw();
  }

  #axisElement(axis: Axis, place: number): HTMLElement {
    const name = axis.kind === 'parameter' ? axis.name : metricLabel(axis.name);
    const title = element(
      'button',
      {
        type: 'button',
        class: 'axis-name',
        title: `${name}: arrow keys move the axis`,
        'aria-label': `${name}, axis ${place + 1} of ${this.#shown.length}; left and right arrows move it`,
      },
      name,
    );
    title.addEventListener('keydown', (event) => this.#moveByKey(event, place));
    const strip = element('div', { class: 'strip' });
    strip.addEventListener('pointerdown', (event) => this.#brush(event, axis, strip));
    const ends = [axis.max, axis.min].map((value) =>
      element('span', { class: 'end' }, axisText(axis, value)),
    );
    const made = element('div', { class: 'axis' }, title, ...ends, strip);
    made.style.left = `${SIDE + place * this.#apart}px`;
    return made;
  }

  #moveByKey(event: KeyboardEvent, place: number): void {
    const to = place + (event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0);
    if (to === place || to < 0 || to >= this.#order.length) return;
    event.preventDefault();
    const [key = ''] = this.#order.splice(place, 1);
    this.#order.splice(to, 0, key);
    this.layOut();
    this.#axes.querySelectorAll<HTMLElement>('.axis-name')[to]?.focus();
  }

  #brush(start: PointerEvent, axis: Axis, strip: HTMLElement): void {
    start.preventDefault();
    strip.setPointerCapture(start.pointerId);
    const { top } = strip.getBoundingClientRect();
    const unitAt = (y: number): number =>
      Math.min(1, Math.max(0, 1 - (y - top) / Math.max(1, strip.clientHeight)));
    const move = (event: PointerEvent): void => {
      const isBrush = Math.abs(event.clientY - start.clientY) >= LEAST_BRUSH;
      const units = [unitAt(start.clientY), unitAt(event.clientY)].toSorted((a, b) => a - b);
      const range = units.map((unit) => valueAt(axis, unit)) as [number, number];
      this.dispatchEvent(new BrushEvent(axis.key, isBrush ? range : null));
    };
    const end = (event: PointerEvent): void => {
      move(event);
      strip.removeEventListener('pointermove', move);
    };
    strip.addEventListener('pointermove', move);
    strip.addEventListener('pointerup', end, { once: true });
  }

  protected recolour(): void {
    this.#colors = null;
    this.#draw();
  }

  #draw(): void {
    const view = this.#view;
    if (view === null || this.clientWidth === 0) return;
    this.#colors ??= readChartColors(this);
    const colors = this.#colors;
    this.#canvas.draw((context) => this.#paint(context, view, colors));
  }

  #paint(context: CanvasRenderingContext2D, view: ExplorerView, colors: ChartColors): void {
    const axes = this.#shown;
    const { model, chosen, brushes } = view;
    const height = this.#canvas.height - TOP - BOTTOM;
    const xOf = (place: number): number => SIDE + place * this.#apart;
    const lines = axes.map((axis) =>
      Float32Array.from(axis.values, (value) => TOP + (1 - unitOf(axis, value)) * height),
    );
    const stroke = (row: number): void => {
      let isOpen = false;
      for (const [place, line] of lines.entries()) {
        const y = line[row] as number;
        if (Number.isNaN(y)) isOpen = false;
        else if (isOpen) context.lineTo(xOf(place), y);
        else {
          context.moveTo(xOf(place), y);
          isOpen = true;
        }
      }
    };
    const strokeAll = (rows: Iterable<number>, color: string, alpha: number, width = 1): void => {
      context.globalAlpha = alpha;
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      for (const row of rows) stroke(row);
      context.stroke();
      context.globalAlpha = 1;
    };
    const isAll = brushes.size === 0;
    const rows = [...chosen.keys()];
    const dim = rows.filter((row) => chosen[row] === 0 || model.valid[row] === 0);
    strokeAll(dim, colors.muted, isAll ? 0.12 : 0.07);
    const bright = rows
      .filter((row) => chosen[row] === 1 && model.valid[row] === 1)
      .sort((a, b) => fitnessOf(model, a) - fitnessOf(model, b));
    // Worst first, so that the best lie on top; five strokes, each a deeper colour.
    for (const [part, color] of BANDS.entries()) {
      const from = Math.floor(bright.length * (PARTS[part] as number));
      const to = Math.floor(bright.length * (PARTS[part + 1] as number));
      strokeAll(bright.slice(from, to), color(colors), alphaOf(to - from));
    }
    const best = bright.at(-1);
    if (best !== undefined) strokeAll([best], colors.ink, 1, 2);
    for (const [place, axis] of axes.entries()) {
      context.fillStyle = colors.line;
      context.fillRect(xOf(place) - 0.5, TOP, 1, height);
      const range = brushes.get(axis.key);
      if (range === undefined) continue;
      const [low, high] = range.map((value) => TOP + (1 - unitOf(axis, value)) * height);
      context.globalAlpha = 0.35;
      context.fillStyle = colors.accent;
      context.fillRect(
        xOf(place) - 7,
        high as number,
        14,
        Math.max(2, (low as number) - (high as number)),
      );
      context.globalAlpha = 1;
    }
  }
}

/** Shares of the chosen rows, worst first, at which the colour changes. */
const PARTS = [0, 0.5, 0.8, 0.95, 1];
const BANDS: readonly ((colors: ChartColors) => string)[] = [
  ({ muted }) => muted,
  ({ series }) => series[2] ?? '',
  ({ series }) => series[0] ?? '',
  ({ series }) => series[1] ?? '',
];

function alphaOf(count: number): number {
  return Math.min(0.9, Math.max(0.12, 60 / Math.max(1, count)));
}

function fitnessOf({ sample }: ExplorerView['model'], row: number): number {
  return sample.columns.fitness[row] ?? 0;
}

customElements.define('parallel-axes', ParallelAxes);
