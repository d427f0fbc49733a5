import type { Metrics } from '../../runner/domain/metrics.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { createInContext } from './engine/algorithm-context.ts';
import { BacktestContext } from './engine/backtest-context.ts';
import type { OrderEvent } from './engine/order.ts';
import { inBacktest, inStrategy, tellsPhases } from './engine/phase.ts';
import { runLoop } from './engine/run-loop.ts';
import { tellingLoop } from './engine/telling-loop.ts';
import { Algorithm } from './leantune.ts';
import type { StrategyDefinition } from './load-strategy.ts';
import type { MarketData } from './market-data.ts';
import { leanResult } from './result/lean-result.ts';
import { metricsOf } from './statistics/metrics.ts';
import { portfolioStatistics } from './statistics/portfolio-statistics.ts';
import { closedTrades } from './statistics/replay-trades.ts';
import { planSampling } from './statistics/sampling-plan.ts';

export interface BacktestResult {
  readonly metrics: Metrics;
  /** LEAN's result JSON as text, where `full` was asked for. */
  readonly result?: string;
}

/** Backtests of one strategy on one setup's data. */
export interface Backtest {
  /**
   * Carries a backtest out, with an algorithm of its own.
   * @throws what the strategy throws, as it is
   */
  run(params: ParameterSet, detail: 'metrics' | 'full'): BacktestResult;
  /** Names of the parameters that the strategy has asked for so far, in any backtest. */
  readonly parametersRead: ReadonlySet<string>;
}

interface Source {
  readonly setup: MarketData['setup'];
  readonly data: MarketData;
  readonly strategy: StrategyDefinition;
}

/** @param source `setup` may differ from the data's in cash and fixed parameters only */
export function createBacktest({ setup, data, strategy }: Source): Backtest {
  const own: MarketData = { ...data, setup };
  const plan = planSampling(own);
  const parametersRead = new Set<string>();
  // Reused: position 0 is the value before the first slice.
  const equity = new Float64Array(own.timeline.time.length + 1);
  const afterSlices = equity.subarray(1);

  const carryOut = (params: ParameterSet, detail: 'metrics' | 'full'): BacktestResult => {
    const context = new BacktestContext(own, {
      params,
      defaults: strategy.parameters,
      read: parametersRead,
    });
    const algorithm = inStrategy(() => createInContext(context, () => strategy.create()));
    const events: OrderEvent[] = [];
    listen(context, algorithm, detail === 'full' ? events : null);
    inStrategy(() => algorithm.initialize());
    equity[0] = setup.cash;
    const feed = tellsPhases() ? tellingLoop : runLoop;
    feed(context, algorithm, afterSlices);
    inStrategy(() => algorithm.onEndOfAlgorithm());

    const measured = {
      equity,
      plan,
      records: context.portfolio.records,
      startEquity: setup.cash,
      riskFreeRate: own.riskFreeRate,
    };
    const statistics = portfolioStatistics({ ...measured, rounds: false });
    const trades = closedTrades(context);
    const metrics = metricsOf({ context, statistics, trades, plan, equity });
    if (detail === 'metrics') return { metrics };
    const printed = portfolioStatistics({ ...measured, rounds: true });
    const result = leanResult({ context, events, statistics: printed, plan, equity, params });
    return { metrics, result };
  };

  return {
    parametersRead,
    run: (params, detail) => inBacktest(() => carryOut(params, detail)),
  };
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
