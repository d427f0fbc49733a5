import type { Screen } from './screen.ts';

/** A terminal's line is written over at most this often. */
const REWRITE_MS = 100;
/** Elsewhere a line a second at first, then one for every 20th part of the time, a minute at most. */
const LINE_MS = 1000;
const LINE_PART = 20;
const MOST_LINE_MS = 60_000;
const ERASE_LINE = '\r\u001b[2K';

/** The last line of the output, which changes until it is done. */
export interface LiveLine {
  /** Shows the line as it is now, unless one was shown a moment ago. */
  show(text: () => string): void;
  /** Leaves a line that stays. */
  print(text: string): void;
  /** Takes the changing line away. */
  clear(): void;
}

/** @param now a clock in milliseconds */
export function createLiveLine(screen: Screen, now: () => number): LiveLine {
  const started = now();
  let next = started + LINE_MS;
  let shown = false;

  const clear = (): void => {
    if (shown) screen.write(ERASE_LINE);
    shown = false;
  };
  const print = (text: string): void => {
    clear();
    screen.write(`${text}\n`);
  };

  return {
    clear,
    print,
    show(text) {
      const time = now();
      if (time < next) return;
      if (!screen.rewrites) {
        print(text());
        next = time + Math.min(MOST_LINE_MS, Math.max(LINE_MS, (time - started) / LINE_PART));
        return;
      }
      clear();
      // A line that wraps could not be taken away again.
      screen.write(text().slice(0, Math.max(20, screen.columns - 1)));
      shown = true;
      next = time + REWRITE_MS;
    },
  };
}
