import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { OrderEvent } from '../engine/order.ts';
import type { PortfolioStatistics } from '../statistics/portfolio-statistics.ts';
import { markedTrades } from '../statistics/replay-trades.ts';
import { roundHalfEven } from '../statistics/rounding.ts';
import type { SamplingPlan } from '../statistics/sampling-plan.ts';
import { tradeStatistics } from '../statistics/trade-statistics.ts';
import { turnover } from '../statistics/turnover.ts';
import { valueAtRisk } from '../statistics/value-at-risk.ts';
import { leanCharts, withPlots } from './charts.ts';
import { currencySymbol } from './currency-symbols.ts';
import { dailySeries } from './daily-series.ts';
import { equityCandles } from './equity-candles.ts';
import { moneyText, timeText } from './number-text.ts';
import { orderEventRecord, orderRecord, tradeRecord } from './order-records.ts';
import { dailyTurnover, portfolioSamples } from './portfolio-charts.ts';
import type { PortfolioWatch } from './portfolio-watch.ts';
import {
  portfolioStatisticsTexts,
  printedStatistics,
  tradeStatisticsTexts,
} from './printed-statistics.ts';
import { rollingWindow } from './rolling-window.ts';

interface Source {
  readonly context: BacktestContext;
  readonly events: readonly OrderEvent[];
  readonly statistics: PortfolioStatistics;
  readonly plan: SamplingPlan;
  /** The portfolio's value before the first slice, then after each. */
  readonly equity: Float64Array;
  /** The portfolio at each of LEAN's daily samples. */
  readonly samples: PortfolioWatch['samples'];
  readonly params: ParameterSet;
}

/**
 * The result of a backtest in the shape of LEAN's result JSON, with the order events, which LEAN
 * keeps in a file of their own, beside the orders. The state's times are those of the backtest, not
 * of the clock on the wall, so that the same backtest gives the same text. Left out: what LEAN
 * estimates from minute volumes.
 */
export function leanResult(source: Source): string {
  const { context, events, statistics, plan, equity } = source;
  const { data, portfolio, transactions, brokerage, cashBook, reports } = context;
  const trades = markedTrades(context);
  const daily = dailySeries(data, equity);
  const traded = turnover(context, plan, equity);
  const orders = transactions.orders.map(orderRecord);
  const unit = currencySymbol(cashBook.accountCurrency);
  const printed = printedStatistics(statistics, {
    orders: orders.length,
    fees: portfolio.totalFees,
    turnover: traded,
    hasCurrencies: cashBook.values.length > 1,
    unit,
  });
  const { tradingDaysPerYear } = brokerage;
  const risk = {
    portfolioTurnover: traded,
    valueAtRisk99: valueAtRisk(daily.returns, 0.99, tradingDaysPerYear),
    valueAtRisk95: valueAtRisk(daily.returns, 0.95, tradingDaysPerYear),
  };
  const { strategy } = data.setup;
  const samples = portfolioSamples(data.timeline, equity, source.samples);
  const charts = leanCharts({
    candles: equityCandles(data, equity),
    daily,
    samples,
    unit,
    hasBenchmark: data.benchmark !== null,
  });
  return JSON.stringify({
    charts: withPlots(charts, reports.plots),
    orders: Object.fromEntries(orders.map((order) => [order.id, order])),
    orderEvents: events.map((event) => orderEventRecord(event, strategy)),
    profitLoss: profitLoss(context),
    // LEAN's own figures cannot be replaced.
    statistics: { ...printed, ...Object.fromEntries(reports.summary), ...printed },
    runtimeStatistics: {
      ...runtimeStatistics(source, printed, unit),
      ...Object.fromEntries(reports.runtime),
    },
    totalPerformance: {
      portfolioStatistics: portfolioStatisticsTexts(statistics, risk),
      tradeStatistics: tradeStatisticsTexts(tradeStatistics(trades)),
      closedTrades: trades.map(tradeRecord),
    },
    rollingWindow: rollingWindow(
      {
        data,
        equity,
        records: portfolio.records,
        tradingDays: tradingDaysPerYear,
        turnover: dailyTurnover(samples),
      },
      trades,
    ),
    algorithmConfiguration: algorithmConfiguration(source),
    state: state(context),
    logs: context.reports.logs,
  });
}

/** LEAN moves records of the same moment a millisecond apart. */
function profitLoss({ portfolio }: BacktestContext): Record<string, number> {
  const byTime = new Map<number, number>();
  for (const { time, profitLoss: profit } of portfolio.records) {
    let free = time;
    while (byTime.has(free)) free++;
    byTime.set(free, roundHalfEven(profit, 8));
  }
  return Object.fromEntries([...byTime].map(([time, profit]) => [timeText(time), profit]));
}

function runtimeStatistics(
  { context, statistics }: Source,
  printed: Record<string, string>,
  unit: string,
): Record<string, string | undefined> {
  const { portfolio } = context;
  const money = (amount: number) => moneyText(amount, unit);
  return {
    Equity: money(statistics.endEquity),
    Fees: `-${money(portfolio.totalFees)}`,
    Holdings: money(portfolio.totalHoldingsValue),
    'Net Profit': money(portfolio.totalNetProfit),
    'Probabilistic Sharpe Ratio': printed['Probabilistic Sharpe Ratio'],
    Return: `${moneyText(statistics.totalNetProfit * 100, '')} %`,
    Unrealized: money(portfolio.totalUnrealizedProfit),
    Volume: money(portfolio.totalSaleVolume),
  };
}

function state({ data, transactions, reports: { logs } }: BacktestContext) {
  const { sampleTime } = data.timeline;
  return {
    StartTime: timeText(sampleTime[0] ?? 0),
    EndTime: timeText(sampleTime.at(-1) ?? 0),
    RuntimeError: '',
    StackTrace: '',
    LogCount: String(logs.length),
    OrderCount: String(transactions.orders.length),
    InsightCount: '0',
    Name: data.setup.strategy,
    Hostname: '',
    Status: 'Completed',
  };
}

function algorithmConfiguration({ context, params }: Source) {
  const { data, brokerage, cashBook } = context;
  const { dates, fixedParameters, strategy } = data.setup;
  const parameters = Object.entries({ ...fixedParameters, ...params });
  return {
    name: strategy,
    tags: [],
    accountCurrency: cashBook.accountCurrency,
    brokerage: brokerage.leanCode,
    accountType: brokerage.accountType === 'cash' ? 1 : 0,
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name, String(value)])),
    outOfSampleMaxEndDate: null,
    outOfSampleDays: 0,
    startDate: `${dates.start}T00:00:00Z`,
    endDate: `${dates.end}T23:59:59Z`,
    tradingDaysPerYear: brokerage.tradingDaysPerYear,
  };
}
