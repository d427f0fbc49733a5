/** What a backtest is at: written where it changes hands, so that another thread can take samples. */
export const PHASE = { none: 0, engine: 1, strategy: 2 } as const;

/** One cell that holds a phase; in shared memory where somebody watches. */
export type PhaseCell = Int32Array;

/** Runs a callback of the strategy. */
export function inStrategy<T>(phase: PhaseCell, callback: () => T): T {
  const before = phase[0] as number;
  phase[0] = PHASE.strategy;
  try {
    return callback();
  } finally {
    phase[0] = before;
  }
}
