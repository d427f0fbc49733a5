import { describe, expect, test } from 'vitest';
import type { CompleteOutcome } from '../../../runner/domain/executor.ts';
import type { Metrics } from '../../../runner/domain/metrics.ts';
import {
  type UnmeasuredMetric,
  unmeasuredText,
  watchUnmeasured,
} from '../../../runner/run/unmeasured-metrics.ts';

const executed = { id: 1, slot: 1, attempt: 1, ms: 1, status: 'complete' } as const;
const outcome = (metrics: Metrics): CompleteOutcome => ({ ...executed, metrics });
const objectives = [
  { metric: 'net_profit', direction: 'maximize' },
  { metric: 'max_drawdown', direction: 'minimize' },
] as const;
const constraints = [{ metric: 'trade_count', operator: '>=', value: 10 }] as const;

function watch(job: Parameters<typeof watchUnmeasured>[0]) {
  const found: UnmeasuredMetric[][] = [];
  return { found, measured: watchUnmeasured(job, (metrics) => found.push([...metrics])) };
}

describe('watchUnmeasured()', () => {
  test('tells once what none of twenty backtests had, with the name that they had', () => {
    const { found, measured } = watch({ objectives, constraints });
    for (let count = 1; count < 20; count++) measured(outcome({ net_profits: 1, max_drawdown: 2 }));
    expect(found).toEqual([]);
    for (let count = 20; count < 50; count++) measured(outcome({ max_drawdown: 2 }));
    expect(found).toEqual([
      [
        { name: 'net_profit', nearest: 'net_profits' },
        { name: 'trade_count', nearest: null },
      ],
    ]);
    expect(found.map(unmeasuredText)).toEqual([
      'None of the first 20 backtests measured net_profit (there is net_profits), trade_count: a set without it is invalid',
    ]);
  });

  test('says nothing of a metric that one backtest had, on any symbol', () => {
    const { found, measured } = watch({ objectives, constraints: [] });
    const bySymbol = { SPY: { net_profit: 1 }, QQQ: { max_drawdown: 2 } };
    measured({ ...outcome({}), bySymbol });
    for (let count = 2; count < 50; count++) measured(outcome({}));
    expect(found).toEqual([]);
  });
});
