import { type CanvasBox, createCanvasBox } from '../charts/canvas-box.ts';
import { type ChartColors, readChartColors } from '../charts/chart-colors.ts';
import type { Axis } from '../data/explorer-model.ts';
import { type AxisHeadOptions, axisHead, axisWords } from './axis-head.ts';
import { element } from './element.ts';
import { AxesEvent, HoverEvent } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { linesOf, nearestLine, type ParallelLines, strokeRows } from './parallel-lines.ts';
import { paintAxes, paintChosen, paintGround } from './parallel-paint.ts';
import { ResponsivePlot } from './responsive-plot.ts';

const SIDE = 40;
const LEAST_APART = 72;
const FADED = '0.4';

/**
 * A line for each evaluation across an axis for each parameter, metric and the fitness. Dragging
 * along an axis chooses; its name moves it by arrow keys or dragging, and L makes it logarithmic.
 */
export class ParallelAxes extends ResponsivePlot {
  /** One over the other, so that a choice draws no more than what it changes. */
  readonly #ground: CanvasBox = createCanvasBox('ground');
  readonly #others: CanvasBox = createCanvasBox('others');
  readonly #best: CanvasBox = createCanvasBox('best');
  readonly #marks: CanvasBox = createCanvasBox('marks');
  readonly #axes = element('div', { class: 'axes' });
  #view: ExplorerView | null = null;
  #order: readonly string[] = [];
  #lines: ParallelLines | null = null;
  #colors: ChartColors | null = null;
  /** Whether the faint lines are whole, in these colours and at these places. */
  #hasGround = false;
  /** Row of the line that is pointed at; -1 for none. */
  #marked = -1;

  override connectedCallback(): void {
    this.replaceChildren(...this.#canvases.map((box) => box.element), this.#axes);
    this.#axes.addEventListener('pointermove', (event) => this.#point(event));
    this.#axes.addEventListener('pointerleave', () => this.dispatchEvent(new HoverEvent(null)));
    super.connectedCallback();
  }

  get #canvases(): readonly CanvasBox[] {
    return [this.#ground, this.#others, this.#best, this.#marks];
  }

  /** @param order keys of axes from left to right; those it does not name come last */
  show(view: ExplorerView, order: readonly string[]): void {
    const isNew = this.#view?.model !== view.model;
    if (this.#view?.validOnly !== view.validOnly) this.#hasGround = false;
    this.#view = view;
    const keys = view.model.axes.map(({ key }) => key);
    const before = this.#order;
    this.#order = [
      ...order.filter((key) => keys.includes(key)),
      ...keys.filter((key) => !order.includes(key)),
    ];
    if (isNew) this.#marked = -1;
    if (isNew || before.join('\n') !== this.#order.join('\n')) this.layOut();
    else {
      this.#tellRanges();
      this.#drawMarks();
      this.#draw();
    }
  }

  /** @param row of the model; -1 for none */
  mark(row: number): void {
    this.#marked = row;
    this.#drawMarks();
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
    for (const box of this.#canvases) {
      box.element.style.width = `${width}px`;
      box.resize(width, height);
    }
    this.#axes.style.width = `${width}px`;
    const apart = (width - 2 * SIDE) / Math.max(1, shown.length - 1);
    this.#lines = linesOf(shown, (place) => SIDE + place * apart, height);
    this.#hasGround = false;
    const { activeElement } = document;
    const titles: (Element | null)[] = [...this.#axes.querySelectorAll('.axis-name')];
    const focused = activeElement === null ? -1 : titles.indexOf(activeElement);
    this.#axes.replaceChildren(
      ...shown.map((axis, place) => axisHead(axis, this.#headOptions(place))),
    );
    // What had the focus was made anew.
    if (focused >= 0) this.#focus(focused);
    this.#draw();
  }

  #headOptions(place: number): AxisHeadOptions {
    const lines = this.#lines;
    return {
      place,
      count: this.#order.length,
      left: lines?.xOf(place) ?? 0,
      apart: lines === null ? 0 : lines.xOf(1) - lines.xOf(0),
      range: () => this.#view?.brushes.get(this.#order[place] ?? ''),
      move: (to) => this.#move(place, to),
    };
  }

  /** Names tell what is chosen of their axes. */
  #tellRanges(): void {
    const titles = this.#axes.querySelectorAll('.axis-name');
    for (const [place, axis] of this.#shown.entries()) {
      titles[place]?.setAttribute('aria-label', axisWords(axis, this.#headOptions(place)));
    }
  }

  #focus(place: number): void {
    this.#axes.querySelectorAll<HTMLElement>('.axis-name')[place]?.focus();
  }

  #move(from: number, to: number): void {
    const order = this.#order.toSpliced(from, 1);
    this.dispatchEvent(
      new AxesEvent({ order: order.toSpliced(to, 0, this.#order[from] as string) }),
    );
    this.#focus(to);
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
    this.#hasGround = false;
    this.#draw();
  }

  #readColors(): ChartColors {
    this.#colors ??= readChartColors(this);
    return this.#colors;
  }

  #draw(): void {
    if (this.clientWidth > 0) this.inSightByParts(() => this.#paint());
  }

  /** The axes, what is brushed of them, and the line that is pointed at: seen at once. */
  #drawMarks(): void {
    const [view, lines, row] = [this.#view, this.#lines, this.#marked];
    if (view === null || lines === null) return;
    // Where something is chosen, all others fade further.
    this.#ground.element.style.opacity = view.brushes.size > 0 ? FADED : '1';
    const colors = this.#readColors();
    this.#marks.draw((context) => {
      paintAxes(context, lines, { view, colors });
      if (row < 0) return;
      strokeRows(context, lines, [row], { color: colors.accent, alpha: 1, width: 2.5 });
    });
  }

  *#paint(): Generator<undefined, void> {
    const [view, lines] = [this.#view, this.#lines];
    if (view === null || lines === null) return;
    this.#drawMarks();
    const painted = { view, colors: this.#readColors() };
    yield* paintChosen({ best: this.#best, others: this.#others }, lines, painted);
    if (this.#hasGround) return;
    yield* paintGround(this.#ground, lines, painted);
    this.#hasGround = true;
  }
}

customElements.define('parallel-axes', ParallelAxes);
