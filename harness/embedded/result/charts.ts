import type { DailySeries, Point } from './daily-series.ts';
import type { Candle } from './equity-candles.ts';

/** LEAN's SeriesType. */
const SERIES = { line: 0, candle: 2, bar: 3 } as const;

interface Series {
  readonly name: string;
  readonly unit: string;
  readonly index: number;
  readonly seriesType: number;
  readonly values: readonly (Point | Candle)[];
  readonly color?: string;
  readonly scatterMarkerSymbol?: string;
}

interface Look {
  /** What amounts are in. */
  readonly unit: string;
  readonly hasBenchmark: boolean;
}

/** The charts that LEAN draws of every backtest. */
export function leanCharts(
  candles: readonly Candle[],
  daily: DailySeries,
  { unit, hasBenchmark }: Look,
) {
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
  };
}

/** LEAN says this of every series that is not made of candles. */
const PLAIN = { color: '', scatterMarkerSymbol: 'none' } as const;

function chart(name: string, series: readonly Series[]) {
  return { name, chartType: 0, series: Object.fromEntries(series.map((one) => [one.name, one])) };
}

function line(name: string, unit: string, values: readonly Point[]): Series {
  return { name, unit, index: 0, seriesType: SERIES.line, values, ...PLAIN };
}
