/** Drawing takes at most one part in so many of a processor's time … */
const COST_FACTOR = 50;
/** … but news, which comes once a second at the least, is not much older than this. */
const LONGEST_WAIT_MS = 1_500;

/** How long to leave the screen alone after a drawing that took `cost`. In milliseconds. */
export function waitAfter(cost: number): number {
  return Math.min(LONGEST_WAIT_MS, cost * COST_FACTOR);
}

export interface PacedDraw<Value> {
  readonly draw: (value: Value) => void;
  /** Whether a change is drawn in the next frame, whatever the last drawing cost. */
  readonly isUrgent: (next: Value, shown: Value) => boolean;
}

/**
 * Draws the newest value, the less often the dearer that is: a page that watches a fast search on
 * the machine that searches takes the time for its drawing from the search. The last value is
 * always drawn. Nothing is drawn while the page is hidden.
 */
export function pacedDraw<Value>({ draw, isUrgent }: PacedDraw<Value>): (value: Value) => void {
  let waiting: { value: Value } | null = null;
  let shown: { value: Value } | null = null;
  let timer: number | undefined;
  let frame: number | undefined;
  let due = 0;

  const drawNow = (): void => {
    frame = undefined;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    const started = performance.now();
    shown = { value };
    draw(value);
    // Style, layout and paint are done when the next task begins.
    window.setTimeout(() => {
      due = performance.now() + waitAfter(performance.now() - started);
    });
    due = started + LONGEST_WAIT_MS;
  };

  const ask = (): void => {
    timer = undefined;
    frame ??= requestAnimationFrame(drawNow);
  };

  return (value) => {
    waiting = { value };
    const wait = shown === null || isUrgent(value, shown.value) ? 0 : due - performance.now();
    if (wait <= 0) {
      window.clearTimeout(timer);
      ask();
    } else if (frame === undefined) timer ??= window.setTimeout(ask, wait);
  };
}
