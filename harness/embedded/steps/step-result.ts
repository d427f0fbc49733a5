import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Metrics } from '../../../runner/domain/metrics.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { durationText, timeText } from '../result/number-text.ts';
import type { StepMarket } from './step-market.ts';
import type { StepTrade } from './step-strategy.ts';

interface Source {
  readonly setup: BacktestSetup;
  readonly market: StepMarket;
  readonly params: ParameterSet;
  readonly metrics: Metrics;
  readonly trades: readonly StepTrade[];
}

type Point = readonly [seconds: number, value: number];

/**
 * A set's result in the shape of LEAN's result JSON, as far as it applies: equity after each trade,
 * drawdown, statistics and closed trades; `trades` holds all that the strategy tells of each.
 */
export function stepResult({ setup, market, params, metrics, trades }: Source): string {
  const equity = equityOf(trades, market, startCash(setup));
  return JSON.stringify({
    charts: {
      'Strategy Equity': chart('Strategy Equity', 'Equity', { unit: '$', values: equity }),
      Drawdown: chart('Drawdown', 'Equity Drawdown', { unit: '%', values: drawdownOf(equity) }),
    },
    orders: {},
    statistics: textsOf(metrics),
    runtimeStatistics: { Equity: (equity.at(-1)?.[1] ?? startCash(setup)).toFixed(2) },
    totalPerformance: { closedTrades: closedTrades(trades, market, startCash(setup)) },
    trades: trades.map((trade) => tradeRecord(trade)),
    synthetic: market.synthetic,
    algorithmConfiguration: {
      name: setup.strategy,
      parameters: Object.fromEntries(
        Object.entries({ ...setup.fixedParameters, ...params }).map(([name, value]) => [
          name,
          String(value),
        ]),
      ),
      startDate: `${setup.dates.start}T00:00:00Z`,
      endDate: `${setup.dates.end}T23:59:59Z`,
    },
    state: { Status: 'Completed', RuntimeError: '', OrderCount: String(2 * trades.length) },
  });
}

function startCash({ cash, fixedParameters }: BacktestSetup): number {
  const own = fixedParameters['initial_balance'];
  return typeof own === 'number' ? own : cash;
}

function chart(
  name: string,
  series: string,
  { unit, values }: { readonly unit: string; readonly values: readonly Point[] },
) {
  return {
    name,
    chartType: 0,
    series: { [series]: { name: series, unit, index: 0, seriesType: 0, values } },
  };
}

function equityOf(trades: readonly StepTrade[], { bars }: StepMarket, cash: number): Point[] {
  const first = (bars.time[0] ?? 0) / 1000;
  const last = (bars.time[bars.length - 1] ?? 0) / 1000;
  let value = cash;
  const points: Point[] = [[first, value]];
  for (const { exitTime, gain } of trades) {
    value *= 1 + gain;
    points.push([exitTime / 1000, value]);
  }
  if (last > (points.at(-1)?.[0] ?? 0)) points.push([last, value]);
  return points;
}

/** In percent below the highest equity so far. */
function drawdownOf(equity: readonly Point[]): Point[] {
  let peak = Number.NEGATIVE_INFINITY;
  return equity.map(([time, value]) => {
    peak = Math.max(peak, value);
    return [time, (value / peak - 1) * 100];
  });
}

function textsOf(metrics: Metrics): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, String(Number(value.toFixed(4)))]),
  );
}

function closedTrades(trades: readonly StepTrade[], { symbol }: StepMarket, cash: number) {
  let balance = cash;
  return trades.map((trade) => {
    const profit = balance * trade.gain;
    balance += profit;
    return {
      symbols: [{ value: symbol, id: symbol, permtick: symbol }],
      entryTime: timeText(trade.entryTime),
      entryPrice: trade.entryPrice,
      direction: trade.direction === 'long' ? 0 : 1,
      quantity: trade.quantity ?? 0,
      exitTime: timeText(trade.exitTime),
      exitPrice: trade.exitPrice,
      profitLoss: profit,
      totalFees: 0,
      isWin: profit > 0,
      duration: durationText(trade.exitTime - trade.entryTime),
    };
  });
}

function tradeRecord({ entryTime, exitTime, notes, ...trade }: StepTrade) {
  return { ...trade, entryTime: timeText(entryTime), exitTime: timeText(exitTime), ...notes };
}
