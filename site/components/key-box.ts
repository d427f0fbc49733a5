import { choiceKeys } from '../charts/choice-keys.ts';
import { type DraggedBox, placeBox } from './drag-box.ts';
import { element } from './element.ts';

/** Shares of the plot that a key moves by, and that it moves by with Shift. */
const STEP = 1 / 25;
const FINE_STEP = 1 / 200;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface KeyBoxOptions {
  /** Told where the pointer that keys move stands; null when it goes. */
  readonly point: (at: { readonly x: number; readonly y: number } | null) => void;
  /** Told of the rectangle; null takes the choice back. */
  readonly done: (box: DraggedBox | null) => void;
  /** What says what is pointed at: read out while the plot has the focus. */
  readonly readout: Element | null;
}

/**
 * What the mouse does on a plot, by keys: arrows move a pointer, the choice is a rectangle. The parent
 * has to be where absolute places start.
 */
export function keyBox(target: HTMLElement, { point, done, readout }: KeyBoxOptions): void {
  target.tabIndex = 0;
  target.setAttribute('role', 'application');
  target.setAttribute('aria-roledescription', 'plot');
  target.setAttribute('aria-describedby', 'plot-keys');
  const marks = pointerMarks(target);
  let at = { x: 0.5, y: 0.5 };

  const inPixels = ({ x, y }: typeof at) => ({
    x: x * target.clientWidth,
    y: y * target.clientHeight,
  });
  const boxOf = (one: typeof at, other: typeof at): DraggedBox => {
    const [a, b] = [inPixels(one), inPixels(other)];
    return {
      left: Math.min(a.x, b.x),
      right: Math.max(a.x, b.x),
      top: Math.min(a.y, b.y),
      bottom: Math.max(a.y, b.y),
    };
  };
  function move({ key, shiftKey }: KeyboardEvent): boolean {
    const direction = DIRECTIONS[key];
    if (direction === undefined) return false;
    const [across, down] = direction;
    const step = shiftKey ? FINE_STEP : STEP;
    const within = (value: number): number => Math.min(1, Math.max(0, value));
    at = { x: within(at.x + across * step), y: within(at.y + down * step) };
    point(inPixels(at));
    return true;
  }
  const keys = choiceKeys<typeof at>({
    place: () => at,
    move,
    choose: (ends) => done(ends === null ? null : boxOf(...ends)),
    draw: (from) => marks.show(inPixels(at), from === null ? null : boxOf(from, at)),
  });

  target.addEventListener('keydown', (event) => {
    if (keys.press(event)) event.preventDefault();
  });
  target.addEventListener('focus', () => readout?.setAttribute('aria-live', 'polite'));
  target.addEventListener('blur', () => {
    readout?.setAttribute('aria-live', 'off');
    keys.leave();
    if (!marks.hide()) return;
    point(null);
  });
}

/** What shows where the pointer of the keys stands, and the rectangle that is begun. */
function pointerMarks(target: HTMLElement): {
  show(at: { readonly x: number; readonly y: number }, box: DraggedBox | null): void;
  /** @returns whether anything was shown */
  hide(): boolean;
} {
  const cross = element('div', { class: 'key-cross', hidden: true });
  const shown = element('div', { class: 'drag-box', hidden: true });
  return {
    show(at, box) {
      if (cross.parentElement === null) target.parentElement?.append(shown, cross);
      const { offsetLeft, offsetTop } = target;
      cross.hidden = false;
      cross.style.transform = `translate(${offsetLeft + at.x}px, ${offsetTop + at.y}px)`;
      shown.hidden = box === null;
      if (box !== null) placeBox(shown, target, box);
    },
    hide() {
      const wasShown = !cross.hidden;
      cross.hidden = true;
      shown.hidden = true;
      return wasShown;
    },
  };
}
