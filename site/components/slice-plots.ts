import { createCanvasBox } from '../charts/canvas-box.ts';
import { readChartColors } from '../charts/chart-colors.ts';
import { type Axis, axisText, valueAt } from '../data/explorer-model.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { type DraggedBox, dragBox } from './drag-box.ts';
import { element, part, setText } from './element.ts';
import { BrushEvent, HoverEvent } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { createHoverRing } from './hover-ring.ts';
import { keyBox } from './key-box.ts';
import { nearestMark } from './nearest-mark.ts';
import { ResponsivePlot } from './responsive-plot.ts';
import { EDGE, innerSize, paintSlice, placeOf, type Slice } from './slice-paint.ts';

/** Fitness along each parameter: a small plot each, all on one scale of fitness. */
export class SlicePlots extends ResponsivePlot {
  #view: ExplorerView | null = null;
  #slices: Slice[] = [];

  show(view: ExplorerView): void {
    const { model } = view;
    const isNew = this.#view?.model.sample !== model.sample;
    this.#view = view;
    if (isNew) this.#build(view);
    else {
      const axisOf = (key: string): Axis | undefined => model.axes.find((axis) => axis.key === key);
      for (const slice of this.#slices) {
        slice.axis = axisOf(slice.axis.key) ?? slice.axis;
        slice.score = axisOf(slice.score.key) ?? slice.score;
        slice.places = null;
      }
      this.#draw();
    }
  }

  /** @param row of the model; -1 for none */
  mark(row: number): void {
    const isValid = this.#view?.model.valid[row] === 1;
    for (const slice of this.#slices) slice.ring.place(isValid ? placeOf(slice, row) : null);
    setText(this.#readout, isValid ? this.#rowText(row) : '');
  }

  get #readout(): HTMLElement {
    return part(this.closest('.panel') ?? this, '.readout', HTMLElement);
  }

  #rowText(row: number): string {
    const { id, fitness } = this.#view?.model.sample.columns ?? { id: [], fitness: [] };
    const set = this.#slices.map(
      ({ axis }) => `${axis.name} ${axisText(axis, axis.values[row] as number)}`,
    );
    return [`#${formatNumber(id[row])}  ${formatFitness(fitness[row])}`, ...set].join('  ');
  }

  #build({ model }: ExplorerView): void {
    const score = model.axes.find(({ kind }) => kind === 'fitness');
    this.#slices =
      score === undefined
        ? []
        : model.axes
            .filter(({ kind }) => kind === 'parameter')
            .map((axis) => ({
              axis,
              score,
              canvas: createCanvasBox('slice'),
              ring: createHoverRing(),
              places: null,
            }));
    this.replaceChildren(...this.#slices.map((slice) => this.#figure(slice)));
    this.layOut();
  }

  #figure(slice: Slice): HTMLElement {
    const { axis, canvas, ring } = slice;
    const ends = [axis.min, axis.max].map((end) => element('span', {}, axisText(axis, end)));
    const done = (box: DraggedBox | null): void => this.#choose(slice, box);
    dragBox(canvas.element, done);
    keyBox(canvas.element, {
      done,
      point: (at) => this.#point(slice, at),
      readout: this.#readout,
    });
    canvas.element.ariaHidden = 'false';
    canvas.element.setAttribute('aria-label', `Fitness along ${axis.name}`);
    canvas.element.addEventListener('pointermove', ({ offsetX, offsetY, buttons }) => {
      if (buttons === 0) this.#point(slice, { x: offsetX, y: offsetY });
    });
    canvas.element.addEventListener('pointerleave', () => this.#point(slice, null));
    return element(
      'figure',
      { 'data-parameter': axis.name },
      element('figcaption', {}, axis.name),
      element('div', { class: 'plot' }, canvas.element, ring.element),
      element('p', { class: 'ends muted' }, ...ends),
    );
  }

  #choose({ axis, score, canvas }: Slice, box: DraggedBox | null): void {
    const [width, height] = innerSize(canvas);
    const across = (x: number): number => valueAt(axis, (x - EDGE) / width);
    const up = (y: number): number => valueAt(score, 1 - (y - EDGE) / height);
    this.dispatchEvent(
      new BrushEvent({
        [axis.key]: box === null ? null : [across(box.left), across(box.right)],
        [score.key]: box === null ? null : [up(box.bottom), up(box.top)],
      }),
    );
  }

  #point(slice: Slice, at: { readonly x: number; readonly y: number } | null): void {
    const view = this.#view;
    if (view === null || at === null) {
      this.dispatchEvent(new HoverEvent(null));
      return;
    }
    const { valid, sample } = view.model;
    const place = (row: number): readonly [number, number] =>
      valid[row] === 1 ? placeOf(slice, row) : [Number.NaN, 0];
    const row = nearestMark(valid.length, place, at);
    this.dispatchEvent(new HoverEvent(sample.columns.id[row] ?? null));
  }

  protected layOut(): void {
    for (const slice of this.#slices) {
      const { clientWidth, clientHeight } = slice.canvas.element;
      slice.canvas.resize(clientWidth, clientHeight);
      slice.places = null;
    }
    this.#draw();
  }

  protected recolour(): void {
    this.#draw();
  }

  #draw(): void {
    if (this.#view === null || this.clientWidth === 0) return;
    this.inSightByParts(() => this.#paint(this.#view));
  }

  /** A slice at a time. */
  *#paint(view: ExplorerView | null): Generator<undefined, void> {
    if (view === null) return;
    const colors = readChartColors(this);
    for (const slice of this.#slices) {
      slice.canvas.draw((context) => paintSlice(context, slice, { view, colors }));
      yield;
    }
  }
}

customElements.define('slice-plots', SlicePlots);
