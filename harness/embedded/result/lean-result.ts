import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { OrderEvent } from '../engine/order.ts';
import { type PortfolioStatistics, TRADING_DAYS } from '../statistics/portfolio-statistics.ts';
import { markedTrades } from '../statistics/replay-trades.ts';
import { roundHalfEven } from '../statistics/rounding.ts';
import type { SamplingPlan } from '../statistics/sampling-plan.ts';
import { tradeStatistics } from '../statistics/trade-statistics.ts';
import { turnover } from '../statistics/turnover.ts';
import { valueAtRisk } from '../statistics/value-at-risk.ts';
import { leanCharts } from './charts.ts';
import { dailySeries } from './daily-series.ts';
import { equityCandles } from './equity-candles.ts';
import { moneyText, percentText, timeText } from './number-text.ts';
import { orderEventRecord, orderRecord, tradeRecord } from './order-records.ts';
import {
  portfolioStatisticsTexts,
  printedStatistics,
  tradeStatisticsTexts,
} from './printed-statistics.ts';

interface Source {
  readonly context: BacktestContext;
  readonly events: readonly OrderEvent[];
  readonly statistics: PortfolioStatistics;
  readonly plan: SamplingPlan;
  /** The portfolio's value before the first slice, then after each. */
  readonly equity: Float64Array;
  readonly params: ParameterSet;
}

/**
 * The result of a backtest in the shape of LEAN's result JSON, with the order events, which LEAN
 * keeps in a file of their own, beside the orders.
 */
export function leanResult(source: Source): string {
  const { context, events, statistics, plan, equity } = source;
  const { data, portfolio, transactions } = context;
  const trades = markedTrades(context);
  const daily = dailySeries(data, equity);
  const traded = turnover(context, plan, equity);
  const orders = transactions.orders.map(orderRecord);
  const printed = printedStatistics(statistics, {
    orders: orders.length,
    fees: portfolio.totalFees,
    turnover: traded,
    hasCurrencies: data.setup.securityType === 'forex' || data.setup.securityType === 'crypto',
  });
  const risk = {
    portfolioTurnover: traded,
    valueAtRisk99: valueAtRisk(daily.returns, 0.99),
    valueAtRisk95: valueAtRisk(daily.returns, 0.95),
  };
  return JSON.stringify({
    charts: leanCharts(equityCandles(data, equity), daily, data.benchmark !== null),
    orders: Object.fromEntries(orders.map((order) => [order.id, order])),
    orderEvents: events.map(orderEventRecord),
    profitLoss: profitLoss(context),
    statistics: printed,
    runtimeStatistics: runtimeStatistics(source, printed),
    totalPerformance: {
      portfolioStatistics: portfolioStatisticsTexts(statistics, risk),
      tradeStatistics: tradeStatisticsTexts(tradeStatistics(trades)),
      closedTrades: trades.map(tradeRecord),
    },
    algorithmConfiguration: algorithmConfiguration(source),
    state: { Status: 'Completed', RuntimeError: '', OrderCount: String(orders.length) },
    logs: context.logs,
  });
}

function profitLoss({ portfolio }: BacktestContext): Record<string, number> {
  return Object.fromEntries(
    portfolio.records.map(({ time, profitLoss: profit }) => [
      timeText(time),
      roundHalfEven(profit, 8),
    ]),
  );
}

function runtimeStatistics(
  { context, statistics }: Source,
  printed: Record<string, string>,
): Record<string, string | undefined> {
  const { portfolio } = context;
  return {
    Equity: moneyText(statistics.endEquity),
    Fees: `-${moneyText(portfolio.totalFees)}`,
    Holdings: moneyText(portfolio.totalHoldingsValue),
    'Net Profit': moneyText(portfolio.totalNetProfit),
    'Probabilistic Sharpe Ratio': printed['Probabilistic Sharpe Ratio'],
    Return: percentText(roundHalfEven(statistics.totalNetProfit, 4), 2).replace('%', ' %'),
    Unrealized: moneyText(portfolio.totalUnrealizedProfit),
    Volume: moneyText(portfolio.totalSaleVolume),
  };
}

function algorithmConfiguration({ context, params }: Source) {
  const { setup } = context.data;
  const { dates, fixedParameters, strategy } = setup;
  const parameters = Object.entries({ ...fixedParameters, ...params });
  return {
    name: strategy,
    accountCurrency: 'USD',
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name, String(value)])),
    startDate: `${dates.start}T00:00:00Z`,
    endDate: `${dates.end}T23:59:59Z`,
    tradingDaysPerYear: TRADING_DAYS,
  };
}
