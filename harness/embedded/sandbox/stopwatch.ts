/** Measures how long a thread has been at one step. */
export interface Stopwatch {
  restart(): void;
  /** What the last look saw. */
  readonly elapsed: number;
  /** Milliseconds since the last restart or step, as seen by calls of this function. */
  look(steps: number): number;
}

/**
 * A gap between two looks counts as `maxGapMs` at most: where this process itself stood still (a
 * stopped machine, a long load), nobody knows what the thread did meanwhile.
 */
export function createStopwatch(maxGapMs: number): Stopwatch {
  let elapsed = 0;
  let lookedAt = performance.now();
  let lastSteps = -1;
  return {
    get elapsed() {
      return elapsed;
    },
    restart() {
      elapsed = 0;
      lookedAt = performance.now();
    },
    look(steps) {
      const now = performance.now();
      elapsed = steps === lastSteps ? elapsed + Math.min(now - lookedAt, maxGapMs) : 0;
      lookedAt = now;
      lastSteps = steps;
      return elapsed;
    },
  };
}
