import { smartRound } from '../data/benchmark.ts';
import { type Chart, chart, PLAIN, SERIES, type Series } from './chart.ts';
import type { DailySeries, Point } from './daily-series.ts';
import type { Candle } from './equity-candles.ts';
import { type PortfolioSample, portfolioCharts } from './portfolio-charts.ts';

interface Drawn {
  readonly candles: readonly Candle[];
  readonly daily: DailySeries;
  readonly samples: readonly PortfolioSample[];
  /** What amounts are in. */
  readonly unit: string;
  readonly hasBenchmark: boolean;
}

/** The charts that LEAN draws of every backtest, but for its estimate of the capacity. */
export function leanCharts(drawn: Drawn): Record<string, Chart> {
  const { candles, daily, samples, unit, hasBenchmark } = drawn;
  return {
    'Strategy Equity': chart('Strategy Equity', [
      { name: 'Equity', unit, index: 0, seriesType: SERIES.candle, values: candles },
      {
        name: 'Return',
        unit: '%',
        index: 1,
        seriesType: SERIES.bar,
        values: daily.returnPercent,
        ...PLAIN,
      },
    ]),
    Drawdown: chart('Drawdown', [line('Equity Drawdown', '%', daily.drawdownPercent)]),
    ...(hasBenchmark
      ? { Benchmark: chart('Benchmark', [line('Benchmark', '$', daily.benchmark)]) }
      : {}),
    ...portfolioCharts(samples, unit),
  };
}

/** The charts with those that a strategy plotted; its series go into a chart that is there already. */
export function withPlots(
  charts: Readonly<Record<string, Chart>>,
  plots: ReadonlyMap<string, ReadonlyMap<string, readonly Point[]>>,
): Record<string, Chart> {
  const all: Record<string, Chart> = { ...charts };
  for (const [name, byName] of plots) {
    const own = [...byName].map(([series, points]) => line(series, '$', points.map(rounded)));
    const known = all[name] ?? chart(name, []);
    all[name] = { ...known, series: { ...known.series, ...chart(name, own).series } };
  }
  return all;
}

function rounded([seconds, value]: Point): Point {
  return [seconds, value === null ? null : smartRound(value)];
}

function line(name: string, unit: string, values: readonly Point[]): Series {
  return { name, unit, index: 0, seriesType: SERIES.line, values, ...PLAIN };
}
