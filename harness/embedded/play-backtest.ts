import type { Metrics } from '../../runner/domain/metrics.ts';
import type { Milestones } from '../../runner/domain/milestones.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { allPauses } from './engine/all-pauses.ts';
import type { BacktestContext } from './engine/backtest-context.ts';
import { type BenchmarkWatch, watchBenchmark } from './engine/benchmark-watch.ts';
import { bookLoop } from './engine/book-loop.ts';
import {
  type MilestoneWatch,
  type Pauses,
  Pruned,
  watchMilestones,
} from './engine/milestone-watch.ts';
import type { OrderEvent } from './engine/order.ts';
import { inStrategy, tellsPhases } from './engine/phase.ts';
import { runLoop } from './engine/run-loop.ts';
import { type ProgressListener, tellProgress } from './engine/tell-progress.ts';
import { tellingLoop } from './engine/telling-loop.ts';
import { runWarmUp } from './history/warm-up.ts';
import type { Algorithm } from './leantune.ts';
import { leanResult } from './result/lean-result.ts';
import { type PortfolioWatch, watchPortfolio } from './result/portfolio-watch.ts';
import type { Recorded, RecordOf } from './statistics/equity-records.ts';
import { metricsOf } from './statistics/metrics.ts';
import { portfolioStatistics } from './statistics/portfolio-statistics.ts';
import { closedTrades } from './statistics/replay-trades.ts';
import { planBenchmark, type SamplingPlan } from './statistics/sampling-plan.ts';
import { sliceCount, sliceMoments, type Universe } from './universe.ts';

export interface BacktestResult {
  /** Empty where the backtest was given up. */
  readonly metrics: Metrics;
  /** LEAN's result JSON as text, where `full` was asked for. */
  readonly result?: string;
  /** How it stood at the milestones that it reached, where it was given some. */
  readonly standings?: readonly number[];
  /** True where it was given up at the last of them. */
  readonly pruned?: boolean;
}

/** A universe with what every backtest over it needs. */
export interface Stage {
  readonly universe: Universe;
  /** What a backtest in some detail keeps of its equity; reused by the next one. */
  readonly recordOf: RecordOf;
}

export interface Ready {
  readonly stage: Stage;
  readonly context: BacktestContext;
  readonly algorithm: Algorithm;
}

/** What a backtest tells of itself while it runs. */
export interface Watching {
  /** Where it says how it stands and may be given up. */
  readonly milestones?: Milestones | undefined;
  readonly progress?: ProgressListener | undefined;
}

export interface Asked {
  readonly params: ParameterSet;
  readonly detail: 'metrics' | 'full';
  readonly watching: Watching;
}

/**
 * Feeds the slices to an algorithm that is prepared, and measures what came of it.
 * @throws NeedsBook, and what the strategy throws
 */
export function playBacktest(
  ready: Ready,
  { params, detail, watching, events }: Asked & { readonly events: readonly OrderEvent[] | null },
): BacktestResult {
  const recorded = ready.stage.recordOf(detail);
  const { watch, progress } = watchesOf(ready, watching, recorded);
  const drawn = events === null ? null : drawnOf(ready, events);
  const benchmark = benchmarkOf(ready);
  try {
    const portfolio = drawn?.portfolio ?? null;
    // The record last: it forgets what the others look at.
    const pauses = allPauses(watch, progress, portfolio, benchmark, recorded.equity.pauses);
    feed(ready, recorded, pauses);
  } catch (error) {
    if (!(error instanceof Pruned)) throw error;
    return { metrics: {}, standings: error.standings, pruned: true };
  }
  const plan = benchmark === null ? recorded.plan : planWith(benchmark, ready, recorded.plan);
  const measured = measure(ready, { params, drawn, ...recorded, plan });
  return watch === null ? measured : { ...measured, standings: watch.standings };
}

interface Watches {
  readonly watch: MilestoneWatch | null;
  readonly progress: Pauses | null;
}

const NO_WATCHES: Watches = { watch: null, progress: null };

function watchesOf(
  { stage: { universe } }: Ready,
  { milestones, progress }: Watching,
  { equity: { window } }: Recorded,
): Watches {
  if (milestones === undefined && progress === undefined) return NO_WATCHES;
  const moments = sliceMoments(universe);
  return {
    watch: milestones === undefined ? null : watchMilestones(milestones, moments, window),
    progress: progress === undefined ? null : tellProgress(progress, moments, window),
  };
}

/** Asks the strategy's own benchmark; null where prices that were read are its benchmark. */
function benchmarkOf({ stage: { universe }, context }: Ready): BenchmarkWatch | null {
  const { benchmarkChoice: choice, clock, data } = context;
  if (typeof choice !== 'function') return null;
  return watchBenchmark(choice, data.timeline, { clock, slices: sliceCount(universe) });
}

/** The plan with a benchmark that only this backtest knows; one that is always 0 is none. */
function planWith({ daily }: BenchmarkWatch, { context }: Ready, plan: SamplingPlan): SamplingPlan {
  if (daily.every((value) => value === 0)) return plan;
  const none = new Float64Array(new SharedArrayBuffer(0));
  const { accountCurrency: currency } = context.cashBook;
  const benchmark = { ticker: '', currency, daily, time: none, price: none };
  context.data = { ...context.data, benchmark };
  return { ...plan, ...planBenchmark(context.data) };
}

/** What is told of a backtest beside its metrics. */
interface Drawn {
  readonly events: readonly OrderEvent[];
  readonly portfolio: PortfolioWatch;
}

function drawnOf({ stage: { universe }, context }: Ready, events: readonly OrderEvent[]): Drawn {
  const { timeline } = context.data;
  return { events, portfolio: watchPortfolio(timeline, sliceCount(universe), context.portfolio) };
}

function feed(
  { stage: { universe }, context, algorithm }: Ready,
  { equity: { window } }: Recorded,
  pauses: Pauses | null,
): void {
  const securities = context.start();
  runWarmUp(context, algorithm);
  window.begin(context.portfolio.totalPortfolioValue);
  if (universe.slices !== null) bookLoop(context, { algorithm, securities, pauses }, window);
  else (tellsPhases() ? tellingLoop : runLoop)(context, { algorithm, pauses }, window);
  inStrategy(() => algorithm.onEndOfAlgorithm());
}

interface Measuring extends Recorded {
  readonly params: ParameterSet;
  readonly drawn: Drawn | null;
}

function measure(
  { stage: { universe }, context }: Ready,
  { params, drawn, plan, equity: { values: equity } }: Measuring,
): BacktestResult {
  const measured = {
    equity,
    plan,
    records: context.portfolio.records,
    startEquity: equity[0] as number,
    riskFreeRate: universe.data.riskFreeRate,
    tradingDays: context.brokerage.tradingDaysPerYear,
  };
  const statistics = portfolioStatistics({ ...measured, rounds: false });
  const trades = closedTrades(context);
  const metrics = metricsOf({ context, statistics, trades, plan, equity });
  if (drawn === null) return { metrics };
  const printed = portfolioStatistics({ ...measured, rounds: true });
  const { events, portfolio } = drawn;
  const told = { context, events, samples: portfolio.samples };
  const result = leanResult({ ...told, statistics: printed, plan, equity, params });
  return { metrics, result };
}
