import type { BacktestSetup } from '../../runner/domain/executor.ts';
import type { ParameterSet, ParameterValue } from '../../runner/domain/parameter-set.ts';
import { type BenchmarkSymbol, benchmarkKey, setupWithBenchmark } from './data/benchmark-choice.ts';
import { benchmarkWarnings } from './data/data-warnings.ts';
import type { SecurityData } from './data/security-data.ts';
import { createSecurityLibrary, type OnReading } from './data/security-library.ts';
import { createInContext } from './engine/algorithm-context.ts';
import { askedUniverse, isExpected } from './engine/asked-universe.ts';
import { BacktestContext } from './engine/backtest-context.ts';
import { NeedsBook } from './engine/needs-book.ts';
import type { OrderEvent } from './engine/order.ts';
import { inBacktest, inStrategy } from './engine/phase.ts';
import { Algorithm } from './leantune.ts';
import type { StrategyDefinition } from './load-strategy.ts';
import type { MarketData } from './market-data.ts';
import {
  type Asked,
  type BacktestResult,
  playBacktest,
  type Ready,
  type Stage,
  type Watching,
} from './play-backtest.ts';
import { createRecords } from './statistics/equity-records.ts';
import {
  loadUniverse,
  singleUniverse,
  type Universe,
  type UniverseRequest,
  universeKey,
} from './universe.ts';

/** Backtests of one strategy on one setup's data. */
export interface Backtest {
  /**
   * Carries a backtest out, with an algorithm of its own.
   * @throws what the strategy throws, as it is
   */
  run(params: ParameterSet, detail: 'metrics' | 'full', watching?: Watching): BacktestResult;
  /**
   * Lets the strategy say what it trades, and reads that.
   * @throws what the strategy throws, and InputError where there is no such data
   */
  learnSecurities(): readonly SecurityData[];
  /** The securities that the strategy has chosen as benchmarks so far, by their keys. */
  readonly benchmarks: ReadonlyMap<string, BenchmarkSymbol>;
  /** What is wrong with them. */
  readonly warnings: readonly string[];
  /** Names of the parameters that the strategy has asked for so far, in any backtest. */
  readonly parametersRead: ReadonlySet<string>;
  /** Values that the strategy has taken so far where it was given none. */
  readonly fallbacks: ReadonlyMap<string, ParameterValue>;
}

interface Source {
  readonly setup: BacktestSetup;
  readonly data: MarketData;
  readonly strategy: StrategyDefinition;
  /** Told when a security is read that the strategy asks for. */
  readonly onReading?: OnReading;
}

/** A strategy that asks for something else every time it is asked is none that can be run. */
const MOST_TRIES = 5;

/** @param source `setup` may differ from the data's in cash and fixed parameters only */
export function createBacktest({ setup, data, strategy, onReading }: Source): Backtest {
  const own: MarketData = { ...data, setup };
  const library = createSecurityLibrary(setup, [data.own, ...data.others], onReading);
  const parametersRead = new Set<string>();
  const fallbacks = new Map<string, ParameterValue>();
  const benchmarks = new Map<string, BenchmarkSymbol>();
  const stages = new Map<string, Stage>();
  const enter = (universe: Universe): Stage => {
    const stage = { universe, recordOf: createRecords(universe) };
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
      if (isExpected(context) || context.portfolio.securities.length === 0) return ready;
      const request = askedUniverse(context);
      keepBenchmark(benchmarks, request);
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
      return playBacktest(prepare(asked.params, events, needsBook), { ...asked, events });
    } catch (error) {
      if (!(error instanceof NeedsBook) || needsBook) throw error;
      return carryOut(asked, true);
    }
  };

  return {
    parametersRead,
    fallbacks,
    benchmarks,
    get warnings() {
      return [...benchmarks.values()].flatMap((chosen) => warningsOf(setup, chosen));
    },
    run: (params, detail, watching = {}) =>
      inBacktest(() => carryOut({ params, detail, watching })),
    learnSecurities() {
      const { universe } = prepare({}, null, false).stage;
      return universe.securities.filter((security) => security !== data.own);
    },
  };
}

function warningsOf(setup: BacktestSetup, chosen: BenchmarkSymbol): string[] {
  return benchmarkWarnings(setupWithBenchmark(setup, chosen));
}

function keepBenchmark(
  benchmarks: Map<string, BenchmarkSymbol>,
  { benchmark }: UniverseRequest,
): void {
  if (benchmark === null || typeof benchmark === 'function') return;
  benchmarks.set(benchmarkKey(benchmark), benchmark);
}

/** Events are made only where someone wants them: the result, or the strategy's own handler. */
function listen(context: BacktestContext, algorithm: Algorithm, events: OrderEvent[] | null): void {
  context.reports.keepsPlots = events !== null;
  const isHandled = algorithm.onOrderEvent !== Algorithm.prototype.onOrderEvent;
  if (!isHandled && events === null) return;
  context.transactions.listener = (event) => {
    events?.push(event);
    inStrategy(() => algorithm.onOrderEvent(event));
  };
}
