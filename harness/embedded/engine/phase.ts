/** What this thread's backtest is at. */
export const PHASE = { unknown: 0, engine: 1, strategy: 2 } as const;

/** Telling it at every slice costs some 15 % of a short backtest, so that only some do. */
const EVERY = 20;

/** In shared memory, so that another thread can take samples; constant, so that a write is one instruction. */
export const phase = new Int32Array(new SharedArrayBuffer(4));

/** Read by copies of the run loop when they are loaded. */
export const loading = { tells: false };

let backtests = 0;
let tells = false;

/** True where the backtest that runs now tells its phases. */
export function tellsPhases(): boolean {
  return tells;
}

/** Carries a backtest out; the second of a thread and every twentieth after it tell their phases. */
export function inBacktest<T>(backtest: () => T): T {
  tells = backtests++ % EVERY === 1;
  if (!tells) return backtest();
  phase[0] = PHASE.engine;
  try {
    return backtest();
  } finally {
    phase[0] = PHASE.unknown;
  }
}

/** Runs a callback of the strategy. */
export function inStrategy<T>(callback: () => T): T {
  if (!tells) return callback();
  const before = phase[0] as number;
  phase[0] = PHASE.strategy;
  try {
    return callback();
  } finally {
    phase[0] = before;
  }
}
