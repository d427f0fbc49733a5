/** Frames further apart than this are late: less is done in the next … */
const LATE_MS = 34;
/** … and nearer than this there is room for more. */
const EARLY_MS = 21;
const MOST_STEPS = 4;
/** Of scripts, in one frame: what they drew is painted in the same frame. */
const MOST_MS = 8;

/** Where the last frame of waiting work was on time, twice as many steps are done in the next. */
export function stepsAfter(steps: number, frameMs: number): number {
  if (frameMs > LATE_MS) return Math.max(1, steps >> 1);
  return frameMs < EARLY_MS ? Math.min(MOST_STEPS, steps * 2) : steps;
}

/** What owners wait for, each an iterator that draws a part whenever it is asked on. */
const waiting = new Map<object, Iterator<unknown>>();
let isUnderWay = false;
let steps = 1;
let frameAt: number | null = null;

function doStep(): void {
  const [next] = waiting;
  if (next === undefined) return;
  const [owner, work] = next;
  // Before it is tried: what throws is not tried again. The rest comes after what others wait for.
  waiting.delete(owner);
  if (work.next().done !== true && !waiting.has(owner)) waiting.set(owner, work);
}

function doSome(): void {
  const started = performance.now();
  try {
    for (let done = 0; done < steps && waiting.size > 0; done++) {
      if (performance.now() - started > MOST_MS) break;
      doStep();
    }
  } finally {
    isUnderWay = waiting.size > 0;
    if (isUnderWay) requestAnimationFrame(doFrame);
    else frameAt = null;
  }
}

function doFrame(now: number): void {
  if (frameAt !== null) steps = stepsAfter(steps, now - frameAt);
  frameAt = now;
  doSome();
}

/**
 * Draws in parts, some a frame, so that no input waits for all of it: the first part when what goes
 * on now is over. What the same owner waited for is given up, in its place in the queue.
 */
export function drawInTurn(owner: object, work: Iterator<unknown>): void {
  waiting.set(owner, work);
  if (isUnderWay) return;
  isUnderWay = true;
  // What answers an input is seen the sooner the less is drawn with it.
  steps = 1;
  queueMicrotask(doSome);
}

/** Draws at once whatever an owner waits for. */
export function drawAtOnce(owner: object): void {
  const work = waiting.get(owner);
  waiting.delete(owner);
  while (work !== undefined && work.next().done !== true);
}

/** An owner that is gone waits for nothing. */
export function dropTurn(owner: object): void {
  waiting.delete(owner);
}
