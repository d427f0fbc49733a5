import { join } from 'node:path';
import { type Backtest, createBacktest } from '../../harness/embedded/backtest.ts';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import { loadStrategy } from '../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../harness/embedded/market-data.ts';
import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { type Executor, type Outcome, prunedOutcome } from '../../runner/domain/executor.ts';
import type { Job } from '../../runner/domain/job.ts';
import { median } from '../../runner/domain/median.ts';
import { pruningSchema, resolvePruning } from '../../runner/job/pruning-schema.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { driveOneStage, type OneStage } from './one-stage.ts';

const EVALUATIONS = 300;
const SEEDS = [1, 2, 3, 4, 5];
/** Enough for twice the evaluations in the same days. */
const MOST = 2 * EVALUATIONS;
const dates = { start: '2000-01-03', end: '2020-04-17' };

/** What is searched, and by which sampler. */
const SEARCHES: readonly (Pick<OneStage, 'parameters' | 'rules' | 'sampler'> & {
  readonly strategy: string;
})[] = (['tpe', 'random'] as const).flatMap((sampler) => [
  {
    strategy: 'sma-cross',
    sampler,
    parameters: [
      { name: 'fast', type: 'int', min: 2, max: 100 },
      { name: 'slow', type: 'int', min: 5, max: 300 },
    ],
    rules: ['fast < slow'],
  },
  {
    strategy: 'macd-trend',
    sampler,
    parameters: [
      { name: 'fast', type: 'int', min: 3, max: 40 },
      { name: 'slow', type: 'int', min: 10, max: 120 },
      { name: 'signal', type: 'int', min: 3, max: 40 },
    ],
    rules: ['fast < slow'],
  },
]);

const PRUNERS = {
  'percentile 25': { pruner: 'percentile' },
  'percentile 10': { pruner: 'percentile', percentile: 10 },
  median: { pruner: 'median' },
  'halving by 3': { pruner: 'successive_halving' },
} as const;

/**
 * What pruning spares and what it costs, on real backtests: how many are given up, the days that are
 * not run, and the best set found, once with as many evaluations as without pruning, once with as
 * many days of backtests. Days are counted, not seconds, so that the figures are the same anywhere.
 */
export async function benchPruning(): Promise<void> {
  using folder = temporaryFolder();
  const dataFolder = join(folder.path, 'data');
  await ensureSampleData(dataFolder);
  console.log(`net profit in percent, medians of ${SEEDS.length} seeds; SPX, ${EVALUATIONS} sets`);
  for (const { strategy, ...search } of SEARCHES) {
    const setup = setupOf(strategy, dataFolder);
    const definition = await loadStrategy(strategy, process.cwd());
    const executor = inThisThread(
      createBacktest({ setup, data: loadMarketData(setup), strategy: definition }),
    );
    const find = (seed: number, pruning: Job['pruning'], budget: number) =>
      driveOneStage({ ...search, executor, dates, seed, budget, pruning });
    const plain = await forSeeds(async (seed) => bestOf(await find(seed, undefined, EVALUATIONS)));
    console.log(`\n${strategy}, ${search.sampler}: without pruning ${plain.toFixed(1)}`);
    console.log('                 pruned  days spared   best at 300 sets   at the same days');
    for (const [name, options] of Object.entries(PRUNERS)) {
      const pruning = resolvePruning(pruningSchema.parse(options));
      const runs = await Promise.all(SEEDS.map((seed) => find(seed, pruning, MOST)));
      const first = runs.map((lines) => lines.slice(0, EVALUATIONS));
      const same = runs.map((lines) => withinDays(lines, EVALUATIONS));
      const cells = [
        percent(median(first.map((lines) => share(lines, ({ status }) => +(status === 'pruned'))))),
        percent(median(first.map((lines) => share(lines, (line) => 1 - (line.pruned_at ?? 1))))),
        median(first.map(bestOf)).toFixed(1),
        median(same.map(bestOf)).toFixed(1),
      ] as const;
      const [pruned, spared, equal, days] = cells;
      console.log(
        `${name.padEnd(15)} ${pruned.padStart(7)} ${spared.padStart(12)} ${equal.padStart(18)} ${days.padStart(18)}`,
      );
    }
  }
}

async function forSeeds(find: (seed: number) => Promise<number>): Promise<number> {
  return median(await Promise.all(SEEDS.map(find)));
}

function bestOf(lines: readonly Evaluation[]): number {
  return Math.max(...lines.map(({ fitness }) => fitness));
}

function share(lines: readonly Evaluation[], of: (line: Evaluation) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0) / lines.length;
}

/** As many evaluations as take so many whole backtests' days. */
function withinDays(lines: readonly Evaluation[], days: number): readonly Evaluation[] {
  let left = days;
  return lines.filter(({ pruned_at: ran = 1 }) => {
    left -= ran;
    return left >= 0;
  });
}

function percent(value: number): string {
  return `${Math.round(100 * value)} %`;
}

/** Chunks of one, so that evaluations end in the order of asking. */
function inThisThread(backtest: Backtest): Executor {
  return {
    slots: 1,
    chunk: 1,
    start: async () => {},
    prepare: async () => {
      throw new Error('Nothing to prepare');
    },
    async *evaluate(requests): AsyncGenerator<Outcome> {
      for (const { id, params, detail, milestones } of requests) {
        const { metrics, standings, pruned } = backtest.run(params, detail, { milestones });
        const executed = { id, slot: 1, attempt: 1, ms: 1 };
        if (pruned) yield prunedOutcome(executed, standings ?? []);
        else yield { ...executed, status: 'complete', metrics, ...(standings && { standings }) };
      }
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

function setupOf(strategy: string, dataFolder: string) {
  return {
    strategy,
    symbol: 'SPX',
    securityType: 'equity',
    market: 'usa',
    resolution: 'daily',
    normalization: 'Adjusted',
    benchmark: 'self',
    dates,
    cash: 100_000,
    dataFolder,
    fixedParameters: {},
  } as const;
}
