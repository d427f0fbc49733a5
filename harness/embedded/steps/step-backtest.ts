import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { BacktestResult } from '../play-backtest.ts';
import type { SetupData } from '../setup-data.ts';
import { stepMarketOf } from './market-of-data.ts';
import type { StepCache } from './step-cache.ts';
import { stepResult } from './step-result.ts';
import { createStepRunner, type StepRunner } from './step-runner.ts';
import type { StepStrategy } from './step-strategy.ts';

/** Backtests of one step strategy on one setup's data. */
export interface StepBacktest {
  readonly runner: StepRunner;
  /** @throws what the strategy throws, as it is */
  run(params: ParameterSet, detail: 'metrics' | 'full'): BacktestResult;
}

interface Source {
  readonly setup: BacktestSetup;
  readonly data: SetupData;
  readonly strategy: StepStrategy;
  readonly cache: StepCache;
}

export function createStepBacktest({ setup, data, strategy, cache }: Source): StepBacktest {
  const market = stepMarketOf(data, setup);
  const runner = createStepRunner({ strategy, market, fixed: setup.fixedParameters, cache });
  return {
    runner,
    run(params, detail) {
      const metrics = runner.measureSet(params);
      if (detail === 'metrics') return { metrics };
      const trades = runner.trades(params) ?? [];
      return { metrics, result: stepResult({ setup, market, params, metrics, trades }) };
    },
  };
}
