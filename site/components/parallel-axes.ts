import { type CanvasBox, createCanvasBox } from '../charts/canvas-box.ts';
import { type ChartColors, readChartColors } from '../charts/chart-colors.ts';
import { type Axis, axisText, canBeLog, valueAt } from '../data/explorer-model.ts';
import { metricLabel } from '../data/metric-format.ts';
import { element } from './element.ts';
import { AxesEvent, BrushEvent, HoverEvent } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import {
  linesOf,
  nearestLine,
  type ParallelLines,
  paintParallel,
  strokeRows,
} from './parallel-paint.ts';
import { ResponsivePlot } from './responsive-plot.ts';

const SIDE = 40;
const LEAST_APART = 72;
/** A shorter drag is a click, which clears the brush. */
const LEAST_BRUSH = 4;

/**
 * A line for each evaluation across an axis for each parameter, metric and the fitness. Dragging
 * along an axis chooses; its name moves it by arrow keys or dragging, and L makes it logarithmic.
 */
export class ParallelAxes extends ResponsivePlot {
  readonly #canvas: CanvasBox = createCanvasBox('lines');
  readonly #hovered: CanvasBox = createCanvasBox('hovered');
  readonly #axes = element('div', { class: 'axes' });
  #view: ExplorerView | null = null;
  #order: readonly string[] = [];
  #lines: ParallelLines | null = null;
  #colors: ChartColors | null = null;

  override connectedCallback(): void {
    this.replaceChildren(this.#canvas.element, this.#hovered.element, this.#axes);
    this.#axes.addEventListener('pointermove', (event) => this.#point(event));
    this.#axes.addEventListener('pointerleave', () => this.dispatchEvent(new HoverEvent(null)));
    super.connectedCallback();
  }

  /** @param order keys of axes from left to right; those it does not name come last */
  show(view: ExplorerView, order: readonly string[]): void {
    const isNew = this.#view?.model !== view.model;
    this.#view = view;
    const keys = view.model.axes.map(({ key }) => key);
    const before = this.#order;
    this.#order = [
      ...order.filter((key) => keys.includes(key)),
      ...keys.filter((key) => !order.includes(key)),
    ];
    if (isNew || before.join('\n') !== this.#order.join('\n')) this.layOut();
    else this.#draw();
  }

  /** @param row of the model; -1 for none */
  mark(row: number): void {
    const lines = this.#lines;
    this.#hovered.draw((context) => {
      if (lines === null || row < 0) return;
      const color = this.#readColors().accent;
      strokeRows(context, lines, [row], { color, alpha: 1, width: 2.5 });
    });
  }

  get #shown(): Axis[] {
    const { axes } = this.#view?.model ?? { axes: [] };
    return this.#order.flatMap((key) => axes.find((axis) => axis.key === key) ?? []);
  }

  protected layOut(): void {
    const shown = this.#shown;
    const least = 2 * SIDE + LEAST_APART * Math.max(1, shown.length - 1);
    const width = Math.max(least, this.clientWidth);
    const height = this.clientHeight - (width > this.clientWidth ? 14 : 0);
    for (const box of [this.#canvas, this.#hovered]) {
      box.element.style.width = `${width}px`;
      box.resize(width, height);
    }
    this.#axes.style.width = `${width}px`;
    const apart = (width - 2 * SIDE) / Math.max(1, shown.length - 1);
    this.#lines = linesOf(shown, (place) => SIDE + place * apart, height);
    this.#axes.replaceChildren(...shown.map((axis, place) => this.#axisElement(axis, place)));
    this.#draw();
  }

  #axisElement(axis: Axis, place: number): HTMLElement {
    const name = axis.kind === 'parameter' ? axis.name : metricLabel(axis.name);
    const words = canBeLog(axis) ? `${axis.log ? 'logarithmic, ' : ''}L turns that; ` : '';
    const title = element(
      'button',
      {
        type: 'button',
        class: 'axis-name',
        title: `${name}: drag it or use arrow keys to move the axis`,
        'aria-label': `${name}, axis ${place + 1} of ${this.#order.length}; ${words}left and right arrows move it`,
      },
      name,
    );
    title.addEventListener('keydown', (event) => this.#key(event, axis, place));
    title.addEventListener('pointerdown', (event) => this.#drag(event, place));
    const strip = element('div', { class: 'strip' });
    strip.addEventListener('pointerdown', (event) => this.#brush(event, axis, strip));
    const ends = [axis.max, axis.min].map((value) =>
      element('span', { class: 'end' }, axisText(axis, value)),
    );
    const made = element('div', { class: 'axis' }, title, ...ends, strip);
    if (canBeLog(axis)) made.append(this.#logButton(axis, name));
    made.style.left = `${this.#lines?.xOf(place) ?? 0}px`;
    return made;
  }

  #logButton(axis: Axis, name: string): HTMLElement {
    const button = element(
      'button',
      { type: 'button', class: 'axis-log', 'aria-pressed': String(axis.log), tabindex: -1 },
      'log',
    );
    button.setAttribute('aria-label', `log, ${name}`);
    button.addEventListener('click', () => this.dispatchEvent(new AxesEvent({ turned: axis.key })));
    return button;
  }

  #key(event: KeyboardEvent, axis: Axis, place: number): void {
    if (event.key.toLowerCase() === 'l' && canBeLog(axis)) {
      this.dispatchEvent(new AxesEvent({ turned: axis.key }));
      this.#focus(place);
      return;
    }
    const to = place + (event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0);
    if (to === place || to < 0 || to >= this.#order.length) return;
    event.preventDefault();
    this.#move(place, to);
    this.#focus(to);
  }

  #focus(place: number): void {
    this.#axes.querySelectorAll<HTMLElement>('.axis-name')[place]?.focus();
  }

  #move(from: number, to: number): void {
    const order = this.#order.toSpliced(from, 1);
    this.dispatchEvent(
      new AxesEvent({ order: order.toSpliced(to, 0, this.#order[from] as string) }),
    );
  }

  /** The axis goes where its name is let go of. */
  #drag(start: PointerEvent, place: number): void {
    const title = start.currentTarget as HTMLElement;
    const lines = this.#lines;
    if (lines === null || start.button !== 0) return;
    title.setPointerCapture(start.pointerId);
    const move = (event: PointerEvent): void => {
      title.style.translate = `${event.clientX - start.clientX}px`;
    };
    const end = (event: PointerEvent): void => {
      title.removeEventListener('pointermove', move);
      title.style.translate = '';
      const apart = Math.max(1, lines.xOf(1) - lines.xOf(0));
      const steps = Math.round((event.clientX - start.clientX) / apart);
      const to = Math.min(this.#order.length - 1, Math.max(0, place + steps));
      if (event.type === 'pointerup' && to !== place) this.#move(place, to);
    };
    title.addEventListener('pointermove', move);
    title.addEventListener('pointerup', end, { once: true });
    title.addEventListener('pointercancel', end, { once: true });
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
      this.dispatchEvent(new BrushEvent({ [axis.key]: isBrush ? range : null }));
    };
    const end = (event: PointerEvent): void => {
      move(event);
      strip.removeEventListener('pointermove', move);
    };
    strip.addEventListener('pointermove', move);
    strip.addEventListener('pointerup', end, { once: true });
  }

  #point(event: PointerEvent): void {
    const view = this.#view;
    if (view === null || this.#lines === null || event.buttons !== 0) return;
    const { left, top } = this.#axes.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    const { model, chosen } = view;
    const isShown = (row: number): boolean => chosen[row] === 1 && model.valid[row] === 1;
    const row = nearestLine(this.#lines, at, isShown);
    this.dispatchEvent(new HoverEvent(model.sample.columns.id[row] ?? null));
  }

  protected recolour(): void {
    this.#colors = null;
    this.#draw();
  }

  #readColors(): ChartColors {
    this.#colors ??= readChartColors(this);
    return this.#colors;
  }

  #draw(): void {
    const [view, lines] = [this.#view, this.#lines];
    if (view === null || lines === null || this.clientWidth === 0) return;
    const colors = this.#readColors();
    this.inSight(() =>
      this.#canvas.draw((context) => paintParallel(context, lines, { view, colors })),
    );
  }
}

customElements.define('parallel-axes', ParallelAxes);
