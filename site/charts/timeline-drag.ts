import type { TimelinePoint } from './timeline-keys.ts';
import type { TimelinePlace } from './timeline-paint.ts';

/** A shorter drag is a click. */
const LEAST_DRAG = 4;

/** Lets a time be chosen by dragging over it; a click takes the choice back. */
export function dragTime(
  target: HTMLElement,
  {
    place,
    isOn,
    show,
    choose,
  }: {
    readonly place: () => TimelinePlace;
    readonly isOn: () => boolean;
    /** Told of each step, and that there is none any more. */
    readonly show: (at: TimelinePoint | null, from: number | null) => void;
    readonly choose: (ends: readonly [number, number] | null) => void;
  },
): void {
  target.addEventListener('pointerdown', (start) => {
    if (start.button !== 0 || !isOn()) return;
    target.setPointerCapture(start.pointerId);
    const first = place().secondAt(start.offsetX);
    const follow = ({ offsetX, offsetY }: PointerEvent): void => {
      const slot = place().at(offsetX, offsetY)?.slot ?? 0;
      show({ slot, second: place().secondAt(offsetX) }, first);
    };
    const end = ({ type, offsetX }: PointerEvent): void => {
      target.removeEventListener('pointermove', follow);
      target.removeEventListener('pointerup', end);
      target.removeEventListener('pointercancel', end);
      show(null, null);
      if (type !== 'pointerup') return;
      const isClick = Math.abs(offsetX - start.offsetX) < LEAST_DRAG;
      choose(isClick ? null : [first, place().secondAt(offsetX)]);
    };
    target.addEventListener('pointermove', follow);
    target.addEventListener('pointerup', end);
    target.addEventListener('pointercancel', end);
  });
}
