import { expect, it } from 'vitest';
import { leanMetrics } from '../../../runner/executors/lean-metrics.ts';

/** Of a moving average strategy on SPY, as a harness of LEAN has answered. */
const values = {
  'portfolioStatistics.totalNetProfit': 0.649606131,
  'portfolioStatistics.drawdown': 0.221,
  'portfolioStatistics.endEquity': 164960.6131,
  'portfolioStatistics.compoundingAnnualReturn': 0.0465347222543635,
  'portfolioStatistics.annualStandardDeviation': 0.0925139234988417,
  'portfolioStatistics.winRate': 0.4893617021276596,
  'portfolioStatistics.lossRate': 0.5106382978723405,
  'portfolioStatistics.sharpeRatio': 0.163103680871298,
  'portfolioStatistics.sortinoRatio': 0.142233762017113,
  'tradeStatistics.profitFactor': 1.9181083635664191,
};
const statistics = {
  'Total Fees': '$1,527.29',
  'Win Rate': '49%',
  'My Score': '12.5%',
  Best: 'SPY',
};

it('leanMetrics() gives the names and units of the embedded engine', () => {
  expect(leanMetrics({ values, statistics, orders: 94, trades: 47 })).toMatchObject({
    net_pnl: 64.9606131,
    max_drawdown: 22.1,
    trade_count: 94,
    closed_trades: 47,
    win_rate: 0.4893617021276596,
    profit_factor: 1.9181083635664191,
    sharpe_ratio: 0.163103680871298,
    calmar_ratio: 0.0465347222543635 / 0.221,
    total_fees: 1527.29,
    compounding_annual_return: 4.65347222543635,
  });
});

it('leanMetrics() keeps what a strategy adds to the statistics, where it is a number', () => {
  const metrics = leanMetrics({ values, statistics, orders: 94, trades: 47 });
  expect(metrics['My Score']).toBe(0.125);
  expect(metrics).not.toHaveProperty('Best');
  expect(metrics).not.toHaveProperty('Win Rate');
});

it('leanMetrics() leaves out what could not be measured', () => {
  const still = {
    ...values,
    'portfolioStatistics.annualStandardDeviation': 0,
    'portfolioStatistics.winRate': 0,
    'portfolioStatistics.lossRate': 0,
  };
  const metrics = leanMetrics({ values: still, statistics: {}, orders: 0, trades: 0 });
  for (const name of ['win_rate', 'profit_factor', 'sharpe_ratio', 'calmar_ratio', 'total_fees']) {
    expect(metrics).not.toHaveProperty(name);
  }
  expect(metrics['trade_count']).toBe(0);
});
