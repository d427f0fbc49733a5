import { element } from './element.ts';

/** In pixels of the element that was dragged on. */
export interface DraggedBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A shorter drag is a click. */
const LEAST_DRAG = 4;

/**
 * Lets a rectangle be drawn on an element; a click gives null. Its parent has to be where absolute
 * places start.
 */
export function dragBox(target: HTMLElement, done: (box: DraggedBox | null) => void): void {
  target.addEventListener('pointerdown', (start) => {
    if (start.button !== 0) return;
    start.preventDefault();
    target.setPointerCapture(start.pointerId);
    const shown = element('div', { class: 'drag-box' });
    target.parentElement?.append(shown);
    const boxAt = ({ offsetX, offsetY }: PointerEvent): DraggedBox => ({
      left: Math.min(start.offsetX, offsetX),
      right: Math.max(start.offsetX, offsetX),
      top: Math.min(start.offsetY, offsetY),
      bottom: Math.max(start.offsetY, offsetY),
    });
    const move = (event: PointerEvent): void => {
      placeBox(shown, target, boxAt(event));
    };
    const end = (event: PointerEvent): void => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', end);
      target.removeEventListener('pointercancel', end);
      shown.remove();
      const box = boxAt(event);
      const isClick = box.right - box.left < LEAST_DRAG && box.bottom - box.top < LEAST_DRAG;
      if (event.type === 'pointerup') done(isClick ? null : box);
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', end);
    target.addEventListener('pointercancel', end);
  });
}

/** Lays an element, which stands beside the target, over a part of it. */
export function placeBox(
  shown: HTMLElement,
  { offsetLeft, offsetTop }: HTMLElement,
  { left, right, top, bottom }: DraggedBox,
): void {
  shown.style.left = `${offsetLeft + left}px`;
  shown.style.top = `${offsetTop + top}px`;
  shown.style.width = `${right - left}px`;
  shown.style.height = `${bottom - top}px`;
}
