import type { Metrics } from '../domain/metrics.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { PoolWorker } from './harness-pool.ts';

/** A backtest whose result was given out. */
export interface Given<Setup> {
  readonly setup: Setup;
  readonly params: ParameterSet;
  readonly metrics: Metrics;
}

interface Record<Setup> {
  /** Results since the last canary that came out right. */
  since: Given<Setup>[];
  /** Backtests until the next canary. */
  due: number;
  interval: number;
}

/**
 * Watches for state that a backtest leaves behind in its process, which would change the results of
 * those after it. The first backtest of a fresh process is the canary: it is repeated after two more
 * backtests in a process, then after four, eight, … up to `every`, so that a strategy that bleeds is
 * found before many results came of it. Until a canary comes out right, results are remembered.
 */
export interface HarnessTrust<Setup> {
  /** Notes a result, with whether its process had done nothing before. */
  note(worker: PoolWorker, given: Given<Setup>, fresh: boolean): void;
  /** The backtest to repeat in this worker now, or null where it is not time to. */
  canary(worker: PoolWorker): Given<Setup> | null;
  /** The canary came out right. */
  confirm(worker: PoolWorker): void;
  /** It did not: the results that this worker gave since the last time it did. */
  suspects(worker: PoolWorker): readonly Given<Setup>[];
}

/** @param every 0 for no canaries */
export function createHarnessTrust<Setup>(every: number): HarnessTrust<Setup> {
  const records = new WeakMap<PoolWorker, Record<Setup>>();
  /** By kit: what a fresh process said first. */
  const references = new Map<string, Given<Setup>>();

  const recordOf = (worker: PoolWorker): Record<Setup> => {
    const interval = Math.min(2, every);
    const record = records.get(worker) ?? { since: [], due: interval, interval };
    records.set(worker, record);
    return record;
  };

  return {
    note(worker, given, fresh) {
      if (every === 0) return;
      if (fresh) {
        if (!references.has(worker.kit.key)) references.set(worker.kit.key, given);
        return;
      }
      const record = recordOf(worker);
      record.since.push(given);
      record.due--;
    },
    canary(worker) {
      const due = every > 0 && recordOf(worker).due <= 0;
      return due ? (references.get(worker.kit.key) ?? null) : null;
    },
    confirm(worker) {
      const record = recordOf(worker);
      record.since = [];
      record.interval = Math.min(every, record.interval * 2);
      record.due = record.interval;
    },
    suspects: (worker) => recordOf(worker).since,
  };
}
