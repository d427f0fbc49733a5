import { readChartColors } from '../charts/chart-colors.ts';
import { type Axis, axisText, unitOf, valueAt } from '../data/explorer-model.ts';
import { formatFitness, formatNumber, formatPercent } from '../data/format.ts';
import type { DraggedBox } from './drag-box.ts';
import type { Range } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { nearestMark } from './nearest-mark.ts';
import { PairPlot, type PlotPoint } from './pair-plot.ts';
import { paintRanks, type Ranked, rankedOf } from './rank-paint.ts';

const EDGE = 6;

/** Evaluations over any two parameters, coloured by the rank of their fitness. */
export class RankPlot extends PairPlot {
  #ranked: Ranked | null = null;
  protected view: ExplorerView | null = null;
  pair: readonly [string, string] = ['', ''];

  /** @param pair names of the parameters across and up */
  show(view: ExplorerView, pair: readonly [string, string]): void {
    const { model } = view;
    this.view = view;
    this.pair = pair;
    this.hidden = model.sample.parameters.length < 2;
    if (this.hidden) return;
    if (this.#ranked?.model.sample !== model.sample) this.#ranked = rankedOf(model);
    if (this.canvas.width === 0) this.layOut();
    else this.draw();
  }

  override mark(row: number): void {
    super.mark(row);
    this.say(this.#rowText(row));
  }

  #rowText(row: number): string {
    const [model, axes] = [this.view?.model, this.axes];
    if (model === undefined || axes === null || row < 0) return '';
    const rank = this.#ranked?.ranks[row] ?? Number.NaN;
    const where = axes.map((axis) => `${axis.name} ${axisText(axis, axis.values[row] as number)}`);
    const standing = Number.isNaN(rank)
      ? 'not valid'
      : `fitness ${formatFitness(model.sample.columns.fitness[row])}  best ${formatPercent(100 * (1 - rank), 1)}`;
    const id = `#${formatNumber(model.sample.columns.id[row])}`;
    return [id, ...where, standing].join('  ');
  }

  get #inner(): readonly [number, number] {
    return [this.canvas.width - 2 * EDGE, this.canvas.height - 2 * EDGE];
  }

  protected placeOf(row: number): PlotPoint | null {
    const axes = this.axes;
    if (axes === null) return null;
    const [x, y] = this.#placesOn(axes)(row);
    return { x, y };
  }

  /** Where rows stand on the canvas as it is now. */
  #placesOn([x, y]: readonly [Axis, Axis]): (row: number) => readonly [number, number] {
    const [width, height] = this.#inner;
    return (row) => [
      EDGE + unitOf(x, x.values[row] as number) * width,
      EDGE + (1 - unitOf(y, y.values[row] as number)) * height,
    ];
  }

  protected rangesOf({ left, right, top, bottom }: DraggedBox): readonly [Range, Range] {
    const axes = this.axes;
    if (axes === null) throw new TypeError('Cannot choose: nothing is drawn');
    const [x, y] = axes;
    const [width, height] = this.#inner;
    const across = (at: number): number => valueAt(x, (at - EDGE) / width);
    const up = (at: number): number => valueAt(y, 1 - (at - EDGE) / height);
    return [
      [across(left), across(right)],
      [up(bottom), up(top)],
    ];
  }

  protected read(at: PlotPoint): { readonly id: number | null; readonly text: string } {
    const [model, axes] = [this.view?.model, this.axes];
    if (model === undefined || axes === null) return { id: null, text: '' };
    const row = nearestMark(model.valid.length, this.#placesOn(axes), at);
    return { id: model.sample.columns.id[row] ?? null, text: this.#rowText(row) };
  }

  protected draw(): void {
    const [view, ranked, axes] = [this.view, this.#ranked, this.axes];
    if (view === null || ranked === null || axes === null || this.canvas.width === 0) return;
    this.inSight(() => {
      const painted = { view, colors: readChartColors(this), place: this.#placesOn(axes) };
      this.canvas.draw((context) => paintRanks(context, ranked, painted));
    });
    const { model } = view;
    const [x, y] = axes;
    const best =
      model.best < 0
        ? 'No valid set'
        : `Best at ${axisText(x, x.values[model.best] as number)} and ${axisText(y, y.values[model.best] as number)}`;
    const ends = axes.map((axis) => [
      axisText(axis, axis.min),
      axis.name,
      axisText(axis, axis.max),
    ]);
    this.label(
      [ends[0] ?? [], ends[1] ?? []],
      `Rank of fitness of ${formatNumber(model.valid.length)} evaluations, ${x.name} across, ${y.name} up. ${best}`,
    );
  }
}

customElements.define('rank-plot', RankPlot);
