import { type CanvasBox, createCanvasBox } from '../charts/canvas-box.ts';
import type { Axis } from '../data/explorer-model.ts';
import { type DraggedBox, dragBox } from './drag-box.ts';
import { element, part, setText } from './element.ts';
import { BrushEvent, HoverEvent, type Range } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { createHoverRing } from './hover-ring.ts';
import { keyBox } from './key-box.ts';
import { ResponsivePlot } from './responsive-plot.ts';

/** In pixels of the canvas. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

/** A canvas over two parameters, one across and one up: pointed at and brushed by mouse or keys. */
export abstract class PairPlot extends ResponsivePlot {
  protected readonly canvas: CanvasBox = createCanvasBox('over-two');
  readonly #ring = createHoverRing();

  override connectedCallback(): void {
    const canvas = this.canvas.element;
    this.map.prepend(canvas, this.#ring.element);
    const done = (box: DraggedBox | null): void => this.#choose(box);
    dragBox(canvas, done);
    const point = (at: PlotPoint | null): void => this.#point(at);
    keyBox(canvas, { done, point, readout: part(this, '.readout', HTMLElement) });
    // There is nothing to reach before anything is drawn.
    canvas.tabIndex = -1;
    canvas.addEventListener('pointermove', ({ offsetX, offsetY, buttons }) => {
      if (buttons === 0) this.#point({ x: offsetX, y: offsetY });
    });
    canvas.addEventListener('pointerleave', () => this.#point(null));
    super.connectedCallback();
  }

  protected abstract readonly view: ExplorerView | null;
  /** Names of the parameters across and up. */
  abstract readonly pair: readonly [string, string];

  /** Where a row of the model stands; null where it has no place. */
  protected abstract placeOf(row: number): PlotPoint | null;
  /** What a rectangle holds of the parameters across and up. */
  protected abstract rangesOf(box: DraggedBox): readonly [Range, Range];
  /** The evaluation at a point, and what is said there. */
  protected abstract read(at: PlotPoint): { readonly id: number | null; readonly text: string };
  protected abstract draw(): void;

  protected get map(): HTMLElement {
    return part(this, '.map', HTMLElement);
  }

  protected override get box(): Element {
    return this.map;
  }

  protected get axes(): readonly [Axis, Axis] | null {
    const axes = this.view?.model.axes ?? [];
    const [x, y] = this.pair.map((name) => axes.find(({ key }) => key === `p ${name}`));
    return x === undefined || y === undefined ? null : [x, y];
  }

  /** Puts the ring around a row of the model; -1 for none. */
  mark(row: number): void {
    const at = row < 0 ? null : this.placeOf(row);
    const { offsetLeft, offsetTop } = this.canvas.element;
    this.#ring.place(at === null ? null : [offsetLeft + at.x, offsetTop + at.y]);
  }

  protected layOut(): void {
    const { clientWidth, clientHeight } = this.canvas.element;
    this.canvas.resize(clientWidth, clientHeight);
    this.draw();
  }

  protected recolour(): void {
    this.draw();
  }

  /** Says what is across and up, with the ends of each. */
  protected label(ends: readonly [readonly string[], readonly string[]], words: string): void {
    for (const [place, texts] of ends.entries()) {
      const holder = part(this, place === 0 ? '.ends-x' : '.ends-y', HTMLElement);
      holder.replaceChildren(...texts.map((text) => element('span', {}, text)));
    }
    const canvas = this.canvas.element;
    canvas.ariaHidden = 'false';
    canvas.tabIndex = 0;
    canvas.setAttribute('aria-label', words);
  }

  protected say(text: string): void {
    setText(part(this, '.readout', HTMLElement), text);
  }

  #point(at: PlotPoint | null): void {
    const found = at === null ? { id: null, text: '' } : this.read(at);
    this.dispatchEvent(new HoverEvent(found.id));
    this.say(found.text);
  }

  #choose(box: DraggedBox | null): void {
    const axes = this.axes;
    if (axes === null) return;
    const [across, up] = box === null ? [null, null] : this.rangesOf(box);
    const [x, y] = axes;
    this.dispatchEvent(new BrushEvent({ [x.key]: across, [y.key]: up }));
  }
}
