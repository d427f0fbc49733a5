/** A backtest this many times slower than the slowest so far will not end. */
const FACTOR = 20;
const LEAST_MS = 60_000;

/** How long a backtest may take before it has failed. */
export interface TimeLimit {
  /** In milliseconds. */
  readonly current: number;
  /** Hears what one took that came to its end. */
  record(ms: number): void;
}

/**
 * As stated; or measured: `firstMs` until a backtest has ended, from then on 20 times the slowest
 * so far, and at least a minute.
 */
export function createTimeLimit(firstMs: number, isMeasured: boolean): TimeLimit {
  let slowestMs = 0;
  return {
    get current() {
      return slowestMs === 0 ? firstMs : Math.max(LEAST_MS, FACTOR * slowestMs);
    },
    record(ms) {
      if (isMeasured) slowestMs = Math.max(slowestMs, ms);
    },
  };
}
