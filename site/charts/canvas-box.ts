/** A canvas as sharp as the screen; drawn in CSS pixels. */
export interface CanvasBox {
  readonly element: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
  /** Clears and draws. */
  draw(paint: (context: CanvasRenderingContext2D) => void): void;
  /** Draws without clearing. */
  add(paint: (context: CanvasRenderingContext2D) => void): void;
  resize(width: number, height: number): void;
}

export function createCanvasBox(className: string): CanvasBox {
  const element = document.createElement('canvas');
  element.className = className;
  element.ariaHidden = 'true';
  let [width, height] = [0, 0];
  const add = (paint: (context: CanvasRenderingContext2D) => void): void => {
    const context = element.getContext('2d');
    if (context === null || width === 0) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    paint(context);
  };
  return {
    element,
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    add,
    draw(paint) {
      add((context) => {
        context.clearRect(0, 0, width, height);
        paint(context);
      });
    },
    resize(nextWidth, nextHeight) {
      width = nextWidth;
      height = nextHeight;
      element.width = Math.round(width * devicePixelRatio);
      element.height = Math.round(height * devicePixelRatio);
    },
  };
}
