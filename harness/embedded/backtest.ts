import type { Metrics } from '../../runner/domain/metrics.ts';
import type { Milestones } from '../../runner/domain/milestones.ts';
import type { ParameterSet, ParameterValue } from '../../runner/domain/parameter-set.ts';
import type { SecurityData } from './data/security-data.ts';
import { createSecurityLibrary, type OnReading } from './data/security-library.ts';
import { createInContext } from './engine/algorithm-context.ts';
import { allPauses } from './engine/all-pauses.ts';
import { BacktestContext } from './engine/backtest-context.ts';
import { bookLoop } from './engine/book-loop.ts';
import {
  type MilestoneWatch,
  type Pauses,
  Pruned,
  watchMilestones,
} from './engine/milestone-watch.ts';
import { NeedsBook } from './engine/needs-book.ts';
import type { OrderEvent } from './engine/order.ts';
import { inBacktest, inStrategy, tellsPhases } from './engine/phase.ts';
import { runLoop } from './engine/run-loop.ts';
import { tellingLoop } from './engine/telling-loop.ts';
import { runWarmUp } from './history/warm-up.ts';
import { Algorithm } from './leantune.ts';
import type { StrategyDefinition } from './load-strategy.ts';
import type { MarketData } from './market-data.ts';
import { leanResult } from './result/lean-result.ts';
import { type PortfolioWatch, watchPortfolio } from './result/portfolio-watch.ts';
import { metricsOf } from './statistics/metrics.ts';
import { portfolioStatistics } from './statistics/portfolio-statistics.ts';
import { closedTrades } from './statistics/replay-trades.ts';
import { planSampling, type SamplingPlan } from './statistics/sampling-plan.ts';
import { loadUniverse, singleUniverse, type Universe, universeKey } from './universe.ts';

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

/** Backtests of one strategy on one setup's data. */
export interface Backtest {
  /**
   * Carries a backtest out, with an algorithm of its own.
   * @throws what the strategy throws, as it is
   */
  run(
    params: ParameterSet,
    detail: 'metrics' | 'full',
    milestones?: Milestones | undefined,
  ): BacktestResult;
  /**
   * Lets the strategy say what it trades, and reads that.
   * @throws what the strategy throws, and InputError where there is no such data
   */
  learnSecurities(): readonly SecurityData[];
  /** Names of the parameters that the strategy has asked for so far, in any backtest. */
  readonly parametersRead: ReadonlySet<string>;
  /** Values that the strategy has taken so far where it was given none. */
  readonly fallbacks: ReadonlyMap<string, ParameterValue>;
}

interface Source {
  readonly setup: MarketData['setup'];
  readonly data: MarketData;
  readonly strategy: StrategyDefinition;
  /** Told when a security is read that the strategy asks for. */
  readonly onReading?: OnReading;
}

/** A universe with what every backtest over it needs. */
interface Stage {
  readonly universe: Universe;
  readonly plan: SamplingPlan;
  /** Reused: position 0 is the value before the first slice. */
  readonly equity: Float64Array;
}

interface Ready {
  readonly stage: Stage;
  readonly context: BacktestContext;
  readonly algorithm: Algorithm;
}

interface Asked {
  readonly params: ParameterSet;
  readonly detail: 'metrics' | 'full';
  readonly milestones: Milestones | undefined;
}

/** A strategy that asks for something else every time it is asked is none that can be run. */
const MOST_TRIES = 5;

/** @param source `setup` may differ from the data's in cash and fixed parameters only */
export function createBacktest({ setup, data, strategy, onReading }: Source): Backtest {
  const own: MarketData = { ...data, setup };
  const library = createSecurityLibrary(setup, [data.own, ...data.others], onReading);
  const parametersRead = new Set<string>();
  const fallbacks = new Map<string, ParameterValue>();
  const stages = new Map<string, Stage>();
  const enter = (universe: Universe): Stage => {
    const { length } = universe.slices?.time ?? universe.data.timeline.time;
    const equity = new Float64Array(length + 1);
    const stage = { universe, plan: planSampling(universe.data), equity };
    stages.set(universe.key, stage);
    return stage;
  };
  // The last one that a strategy asked for: nearly always it asks for the same again.
  let expected = enter(singleUniverse(own));

  const attempt = (params: ParameterSet, events: OrderEvent[] | null, needsBook: boolean) => {
    const { universe } = expected;
    const defaults = strategy.parameters;
    const hasBook = needsBook || universe.slices !== null;
    const source = { universe, library, params, defaults, read: parametersRead, fallbacks };
    const context = new BacktestContext({ ...source, hasBook, needsBook });
    const algorithm = inStrategy(() => createInContext(context, () => strategy.create()));
    // Warnings come from a full account alone.
    if (algorithm.onMarginCallWarning !== Algorithm.prototype.onMarginCallWarning) {
      context.needsBook = true;
    }
    listen(context, algorithm, events);
    inStrategy(() => algorithm.initialize());
    return { stage: expected, context, algorithm };
  };

  /** The algorithm, initialized over the universe that it asks for. */
  const prepare = (params: ParameterSet, events: OrderEvent[] | null, needsBook: boolean) => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const ready: Ready = attempt(params, events, needsBook);
      const { context } = ready;
      if (context.isExpected || context.portfolio.securities.length === 0) return ready;
      const request = context.request();
      const known = stages.get(universeKey(request));
      expected = known ?? enter(loadUniverse(own, request, library));
      events?.splice(0);
    }
    throw new Error(
      'Cannot prepare the algorithm: wanted initialize to ask for the same each time',
    );
  };

  const carryOut = (asked: Asked, needsBook = false): BacktestResult => {
    const events: OrderEvent[] | null = asked.detail === 'full' ? [] : null;
    try {
      return play(prepare(asked.params, events, needsBook), { ...asked, events });
    } catch (error) {
      if (!(error instanceof NeedsBook) || needsBook) throw error;
      return carryOut(asked, true);
    }
  };

  return {
    parametersRead,
    fallbacks,
    run: (params, detail, milestones) => inBacktest(() => carryOut({ params, detail, milestones })),
    learnSecurities() {
      const { universe } = prepare({}, null, false).stage;
      return universe.securities.filter((security) => security !== data.own);
    },
  };
}

/** @throws NeedsBook, and what the strategy throws */
function play(
  ready: Ready,
  { params, milestones, events }: Asked & { readonly events: readonly OrderEvent[] | null },
): BacktestResult {
  const watch = milestones === undefined ? null : watchOf(ready, milestones);
  const drawn = events === null ? null : drawnOf(ready, events);
  try {
    feed(ready, allPauses(watch, drawn?.portfolio ?? null));
  } catch (error) {
    if (!(error instanceof Pruned)) throw error;
    return { metrics: {}, standings: error.standings, pruned: true };
  }
  const measured = measure(ready, { params, drawn });
  return watch === null ? measured : { ...measured, standings: watch.standings };
}

function watchOf({ stage }: Ready, milestones: Milestones): MilestoneWatch {
  const { universe, equity } = stage;
  const { time } = universe.slices ?? universe.data.timeline;
  return watchMilestones(milestones, time, equity);
}

/** What is told of a backtest beside its metrics. */
interface Drawn {
  readonly events: readonly OrderEvent[];
  readonly portfolio: PortfolioWatch;
}

function drawnOf({ context }: Ready, events: readonly OrderEvent[]): Drawn {
  return { events, portfolio: watchPortfolio(context.data.timeline, context.portfolio) };
}

function feed({ stage, context, algorithm }: Ready, pauses: Pauses | null): void {
  const { universe, equity } = stage;
  const afterSlices = equity.subarray(1);
  const securities = context.start();
  runWarmUp(context, algorithm);
  equity[0] = context.portfolio.totalPortfolioValue;
  if (universe.slices !== null) bookLoop(context, { algorithm, securities, pauses }, afterSlices);
  else (tellsPhases() ? tellingLoop : runLoop)(context, { algorithm, pauses }, afterSlices);
  inStrategy(() => algorithm.onEndOfAlgorithm());
}

function measure(
  { stage, context }: Ready,
  { params, drawn }: { params: ParameterSet; drawn: Drawn | null },
): BacktestResult {
  const { plan, equity, universe } = stage;
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

/** Events are made only where someone wants them: the result, or the strategy's own handler. */
function listen(context: BacktestContext, algorithm: Algorithm, events: OrderEvent[] | null): void {
  const isHandled = algorithm.onOrderEvent !== Algorithm.prototype.onOrderEvent;
  if (!isHandled && events === null) return;
  context.transactions.listener = (event) => {
    events?.push(event);
    inStrategy(() => algorithm.onOrderEvent(event));
  };
}
