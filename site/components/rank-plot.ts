import { type CanvasBox, createCanvasBox } from '../charts/canvas-box.ts';
import { readChartColors } from '../charts/chart-colors.ts';
import { type Axis, axisText, unitOf, valueAt } from '../data/explorer-model.ts';
import { formatFitness, formatNumber, formatPercent } from '../data/format.ts';
import { type DraggedBox, dragBox } from './drag-box.ts';
import { element, part, setText } from './element.ts';
import { BrushEvent, HoverEvent } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { createHoverRing } from './hover-ring.ts';
import { nearestMark } from './nearest-mark.ts';
import { paintRanks, type Ranked, rankedOf } from './rank-paint.ts';
import { ResponsivePlot } from './responsive-plot.ts';

const EDGE = 6;

/** Evaluations over any two parameters, coloured by the rank of their fitness. */
export class RankPlot extends ResponsivePlot {
  readonly #canvas: CanvasBox = createCanvasBox('ranks');
  readonly #ring = createHoverRing();
  #view: ExplorerView | null = null;
  #ranked: Ranked | null = null;
  #pair: readonly [string, string] = ['', ''];

  override connectedCallback(): void {
    const canvas = this.#canvas.element;
    part(this, '.map', HTMLElement).prepend(canvas, this.#ring.element);
    dragBox(canvas, (box) => this.#choose(box));
    canvas.addEventListener('pointermove', (event) => this.#point(event));
    canvas.addEventListener('pointerleave', () => this.dispatchEvent(new HoverEvent(null)));
    super.connectedCallback();
  }

  protected override get box(): Element {
    return part(this, '.map', HTMLElement);
  }

  /** @param pair names of the parameters across and up */
  show(view: ExplorerView, pair: readonly [string, string]): void {
    const { model } = view;
    this.#view = view;
    this.#pair = pair;
    this.hidden = model.sample.parameters.length < 2;
    if (this.hidden) return;
    if (this.#ranked?.model !== model) this.#ranked = rankedOf(model);
    if (this.#canvas.width === 0) this.layOut();
    else this.#draw();
  }

  /** @param row of the model; -1 for none */
  mark(row: number): void {
    const place = this.#places();
    this.#ring.place(row < 0 || place === null ? null : place(row));
    const model = this.#view?.model;
    const axes = this.#axes;
    if (model === undefined || axes === null || row < 0) {
      this.#say('');
      return;
    }
    const rank = this.#ranked?.ranks[row] ?? Number.NaN;
    const where = axes.map((axis) => `${axis.name} ${axisText(axis, axis.values[row] as number)}`);
    const standing = Number.isNaN(rank)
      ? 'not valid'
      : `fitness ${formatFitness(model.sample.columns.fitness[row])}  best ${formatPercent(100 * (1 - rank), 1)}`;
    const id = `#${formatNumber(model.sample.columns.id[row])}`;
    this.#say([id, ...where, standing].join('  '));
  }

  get #axes(): readonly [Axis, Axis] | null {
    const axes = this.#view?.model.axes ?? [];
    const [x, y] = this.#pair.map((name) => axes.find(({ key }) => key === `p ${name}`));
    return x === undefined || y === undefined ? null : [x, y];
  }

  #places(): ((row: number) => readonly [number, number]) | null {
    const axes = this.#axes;
    if (axes === null) return null;
    const [x, y] = axes;
    const [width, height] = [this.#canvas.width - 2 * EDGE, this.#canvas.height - 2 * EDGE];
    const { offsetLeft, offsetTop } = this.#canvas.element;
    return (row) => [
      offsetLeft + EDGE + unitOf(x, x.values[row] as number) * width,
      offsetTop + EDGE + (1 - unitOf(y, y.values[row] as number)) * height,
    ];
  }

  #choose(box: DraggedBox | null): void {
    const axes = this.#axes;
    if (axes === null) return;
    const [x, y] = axes;
    const [width, height] = [this.#canvas.width - 2 * EDGE, this.#canvas.height - 2 * EDGE];
    const across = (left: number): number => valueAt(x, (left - EDGE) / width);
    const up = (top: number): number => valueAt(y, 1 - (top - EDGE) / height);
    this.dispatchEvent(
      new BrushEvent({
        [x.key]: box === null ? null : [across(box.left), across(box.right)],
        [y.key]: box === null ? null : [up(box.bottom), up(box.top)],
      }),
    );
  }

  #point({ offsetX, offsetY, buttons }: PointerEvent): void {
    const place = this.#places();
    const view = this.#view;
    if (view === null || place === null || buttons !== 0) return;
    const { offsetLeft, offsetTop } = this.#canvas.element;
    const at = { x: offsetX + offsetLeft, y: offsetY + offsetTop };
    const row = nearestMark(view.model.valid.length, place, at);
    this.dispatchEvent(new HoverEvent(view.model.sample.columns.id[row] ?? null));
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
    const [view, ranked, place] = [this.#view, this.#ranked, this.#places()];
    if (view === null || ranked === null || place === null || this.#canvas.width === 0) return;
    const colors = readChartColors(this);
    const { offsetLeft, offsetTop } = this.#canvas.element;
    this.inSight(() =>
      this.#canvas.draw((context) => {
        context.translate(-offsetLeft, -offsetTop);
        paintRanks(context, ranked, { view, colors, place });
      }),
    );
    this.#label(view);
  }

  #label({ model }: ExplorerView): void {
    const axes = this.#axes;
    if (axes === null) return;
    for (const [place, axis] of axes.entries()) {
      const texts = [axisText(axis, axis.min), axis.name, axisText(axis, axis.max)];
      const holder = part(this, place === 0 ? '.ends-x' : '.ends-y', HTMLElement);
      holder.replaceChildren(...texts.map((text) => element('span', {}, text)));
    }
    const canvas = this.#canvas.element;
    canvas.ariaHidden = 'false';
    canvas.setAttribute('role', 'img');
    const [x, y] = axes;
    const best =
      model.best < 0
        ? 'No valid set'
        : `Best at ${axisText(x, x.values[model.best] as number)} and ${axisText(y, y.values[model.best] as number)}`;
    canvas.setAttribute(
      'aria-label',
      `Rank of fitness of ${formatNumber(model.valid.length)} evaluations, ${x.name} across, ${y.name} up. ${best}`,
    );
  }

  #say(text: string): void {
    setText(part(this, '.readout', HTMLElement), text);
  }
}

customElements.define('rank-plot', RankPlot);
