import type { Executor, Outcome } from '../../runner/domain/executor.ts';
import type { Metrics } from '../../runner/domain/metrics.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';

/** Turns of the event loop after which nobody has anything left to do. */
const QUIET_TURNS = 6;

export interface VirtualExecutor extends Executor {
  /** Seconds, by a clock that only backtests move. */
  readonly now: number;
  /** What all backtests took. */
  readonly worked: number;
}

/** An executor whose backtests take as long as they say, by a clock of its own: an hour is over at once. */
export function createVirtualExecutor(options: {
  readonly slots: number;
  readonly secondsOf: (params: ParameterSet) => number;
  readonly backtest: (params: ParameterSet) => Metrics;
}): VirtualExecutor {
  const { slots, secondsOf, backtest } = options;
  const waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  let now = 0;
  let worked = 0;
  let moves = false;

  const move = async (): Promise<void> => {
    if (moves) return;
    moves = true;
    while (waiting.length > 0) {
      for (let turn = 0; turn < QUIET_TURNS; turn++) await new Promise(setImmediate);
      waiting.sort((a, b) => a.until - b.until);
      const next = waiting.shift();
      if (next === undefined) break;
      now = next.until;
      next.resolve();
    }
    moves = false;
  };

  const pass = (seconds: number): Promise<void> =>
    new Promise((resolve) => {
      worked += seconds;
      waiting.push({ until: now + seconds, resolve });
      move();
    });

  return {
    slots,
    chunk: 1,
    get now() {
      return now;
    },
    get worked() {
      return worked;
    },
    start: async () => {},
    prepare: async () => {
      throw new Error('Nothing to prepare');
    },
    async *evaluate(requests): AsyncGenerator<Outcome> {
      for (const { id, params } of requests) {
        const seconds = secondsOf(params);
        await pass(seconds);
        const executed = { id, slot: 1, attempt: 1, ms: seconds * 1_000 };
        yield { ...executed, status: 'complete', metrics: backtest(params) };
      }
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
