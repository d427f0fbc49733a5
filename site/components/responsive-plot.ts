import { createSight, type Sight } from './in-sight.ts';
import { THEME_CHANGE } from './theme-toggle.ts';

/** An element that draws on canvases: laid out anew when its box changes, drawn anew in new colours. */
export abstract class ResponsivePlot extends HTMLElement {
  #resize: ResizeObserver | null = null;
  #sight: Sight | null = null;
  #isResized = false;
  readonly #recolour = (): void => this.recolour();

  connectedCallback(): void {
    this.#resize = new ResizeObserver(() => this.#resized());
    this.#resize.observe(this.box);
    document.addEventListener(THEME_CHANGE, this.#recolour);
    this.#sight = createSight(this);
  }

  disconnectedCallback(): void {
    this.#resize?.disconnect();
    this.#sight?.disconnect();
    document.removeEventListener(THEME_CHANGE, this.#recolour);
  }

  /** What gives the plot its size. */
  protected get box(): Element {
    return this;
  }

  /** Draws when it can be seen; at once where a canvas was cleared by its new size. */
  protected inSight(draw: () => void): void {
    if (this.#isResized) draw();
    else this.#sight?.draw(draw);
  }

  /** As `inSight`, part by part. */
  protected inSightByParts(parts: () => Iterator<unknown>): void {
    this.#sight?.drawParts(parts);
  }

  #resized(): void {
    this.#isResized = true;
    this.layOut();
    this.#isResized = false;
  }

  protected abstract layOut(): void;
  protected abstract recolour(): void;
}
