import { type CanvasBox, createCanvasBox } from '../charts/canvas-box.ts';
import { type ChartColors, readChartColors } from '../charts/chart-colors.ts';
import { type Axis, axisText, unitOf } from '../data/explorer-model.ts';
import { element } from './element.ts';
import type { ExplorerView } from './explorer-view.ts';
import { ResponsivePlot } from './responsive-plot.ts';

interface Slice {
  readonly axis: Axis;
  readonly canvas: CanvasBox;
}

const EDGE = 4;

/** Fitness along each parameter: a small plot each, all on one scale of fitness. */
export class SlicePlots extends ResponsivePlot {
  #view: ExplorerView | null = null;
  #slices: Slice[] = [];

  show(view: ExplorerView): void {
    const isNew = this.#view?.model !== view.model;
    this.#view = view;
    if (isNew) this.#build(view);
    else this.#draw();
  }

  #build({ model }: ExplorerView): void {
    this.#slices = model.axes
      .filter(({ kind }) => kind === 'parameter')
      .map((axis) => ({ axis, canvas: createCanvasBox('slice') }));
    this.replaceChildren(
      ...this.#slices.map(({ axis, canvas }) => {
        const ends = element(
          'p',
          { class: 'ends muted' },
          element('span', {}, axisText(axis, axis.min)),
          element('span', {}, axisText(axis, axis.max)),
        );
        return element(
          'figure',
          { 'data-parameter': axis.name },
          element('figcaption', {}, axis.name),
          canvas.element,
          ends,
        );
      }),
    );
    this.layOut();
  }

  protected layOut(): void {
    for (const { canvas } of this.#slices) {
      const { clientWidth, clientHeight } = canvas.element;
      canvas.resize(clientWidth, clientHeight);
    }
    this.#draw();
  }

  protected recolour(): void {
    this.#draw();
  }

  #draw(): void {
    const view = this.#view;
    if (view === null || this.clientWidth === 0) return;
    const colors = readChartColors(this);
    const score = view.model.axes.find(({ kind }) => kind === 'fitness');
    if (score === undefined) return;
    for (const slice of this.#slices) {
      slice.canvas.draw((context) => paint(context, slice, { view, score, colors }));
    }
  }
}

function paint(
  context: CanvasRenderingContext2D,
  { axis, canvas }: Slice,
  { view, score, colors }: { view: ExplorerView; score: Axis; colors: ChartColors },
): void {
  const { model, chosen } = view;
  const [width, height] = [canvas.width - 2 * EDGE, canvas.height - 2 * EDGE];
  const mark = (row: number, size: number): void => {
    const x = EDGE + unitOf(axis, axis.values[row] as number) * width;
    const y = EDGE + (1 - unitOf(score, score.values[row] as number)) * height;
    context.fillRect(x - size / 2, y - size / 2, size, size);
  };
  context.fillStyle = colors.line;
  context.fillRect(0, canvas.height - 1, canvas.width, 1);
  for (const isChosen of [0, 1]) {
    context.fillStyle = isChosen === 1 ? (colors.series[0] ?? colors.accent) : colors.muted;
    context.globalAlpha = isChosen === 1 ? 0.55 : 0.12;
    for (const [row, valid] of model.valid.entries()) {
      if (valid === 1 && chosen[row] === isChosen) mark(row, 2.5);
    }
  }
  context.globalAlpha = 1;
  context.fillStyle = colors.ink;
  if (model.best >= 0) mark(model.best, 6);
}

customElements.define('slice-plots', SlicePlots);
