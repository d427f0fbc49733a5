import { crossSearch } from '../../fixtures/cross-search.ts';

/** A job of a few backtests on some years of daily bars; no two of them are the same search. */
export interface SoakJob {
  readonly file: string;
  readonly text: string;
  /** False where it must be refused. */
  readonly good: boolean;
}

const common = {
  ...crossSearch,
  slots: 2,
  // A fresh process for each would be most of the time.
  verify: false,
};

const random = { stages: [{ sampler: 'random', samples: 6 }] };

/** What people drop over weeks: the usual ones often, the dear ones now and then. */
const KINDS: readonly ((round: number) => object)[] = [
  () => random,
  (round) => ({ ...random, verify: round % 3 === 0 }),
  () => ({
    stages: [
      { sampler: 'lhs', samples: 5 },
      { sampler: 'tpe', samples: 5, batch_size: 2 },
      { sampler: 'local_grid', top_n: 1, radius: 1, max_neighbors: 4 },
    ],
    holdout: { start: '2006-06-01', end: '2006-12-29' },
  }),
  () => ({ ...random, study: 'soak' }),
  () => ({
    symbol: undefined,
    symbols: ['SPX', 'AAPL'],
    start: '2014-01-02',
    end: '2015-12-31',
    stages: [{ sampler: 'random', samples: 3 }],
  }),
  () => ({ stages: [{ sampler: 'random', samples: 6, async: true }] }),
  () => ({ ...random, strategy: 'no-such-strategy' }),
  () => ({
    stages: [{ sampler: 'grid' }],
    parameters: [
      { name: 'fast', type: 'int', min: 2, max: 5 },
      { name: 'slow', type: 'int', min: 20, max: 26, step: 2 },
    ],
  }),
  (round) => ({
    ...random,
    engine: 'embedded',
    executor: { kind: round % 10 === 0 ? 'process' : 'embedded' },
  }),
  () => ({ ...random, pruning: { pruner: 'median', startup: 2, batch: 2 } }),
];

/** The n-th; ten kinds in turn, each dropped as the same file again and again. */
export function soakJob(n: number): SoakJob {
  const kind = n % KINDS.length;
  const make = KINDS[kind] as (round: number) => object;
  const own = make(Math.floor(n / KINDS.length));
  const job = { ...common, name: `soak-${kind}`, seed: n + 1, ...own };
  const good = job.strategy === common.strategy;
  return { file: `soak-${kind}.json`, text: JSON.stringify(job), good };
}
