import { smartRound } from '../data/benchmark.ts';
import type { Timeline } from '../data/timeline.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import { roundHalfEven } from '../statistics/rounding.ts';
import { type Chart, chart, PLAIN, SERIES, type Series } from './chart.ts';
import type { Point } from './daily-series.ts';
import type { SecuritySample } from './portfolio-watch.ts';

/** A daily sample with the portfolio's value then. */
export interface PortfolioSample {
  /** Unix seconds. */
  readonly time: number;
  readonly value: number;
  readonly securities: readonly SecuritySample[];
}

/** The most series of sales that LEAN draws, and of margins. */
const MOST_SOLD = 30;
const MOST_MARGINS = 40;
const TYPE_NAMES = { equity: 'Equity', forex: 'Forex', cfd: 'Cfd', crypto: 'Crypto' } as const;

/** @param equity the portfolio's value before the first slice, then after each */
export function portfolioSamples(
  { dailyTime, dailySlice }: Timeline,
  equity: Float64Array,
  samples: readonly (readonly SecuritySample[])[],
): PortfolioSample[] {
  return samples.map((securities, day) => ({
    time: (dailyTime[day] as number) / 1000,
    value: equity[(dailySlice[day] as number) + 1] as number,
    securities,
  }));
}

/**
 * What LEAN draws of the holdings: exposure, turnover, sales and margin, a point for each day. Its
 * estimate of the capacity is left out, which needs the market's minute volumes.
 * @param unit what amounts are in
 */
export function portfolioCharts(
  samples: readonly PortfolioSample[],
  unit: string,
): Record<string, Chart> {
  const charts = [
    chart('Exposure', exposure(samples)),
    chart('Portfolio Turnover', [turnoverSeries(samples)]),
    chart('Assets Sales Volume', salesVolume(samples, unit)),
    { ...chart('Portfolio Margin', margin(samples)), legendDisabled: true },
  ];
  const drawn = charts.filter(({ series }) => Object.keys(series).length > 0);
  return Object.fromEntries(drawn.map((one) => [one.name, one]));
}

/** Value of long and of short positions by kind of security, as parts of the portfolio. */
function exposure(samples: readonly PortfolioSample[]): Series[] {
  const types = new Set(samples.flatMap(({ securities }) => securities.map(typeOf)));
  return [...types].flatMap((type) =>
    [1, -1].map((side) => {
      const values = samples
        .filter(({ value }) => value !== 0)
        .map(({ time, value, securities }): Point => {
          const held = securities.filter((one) => typeOf(one) === type);
          return [time, smartRound(roundHalfEven(valueOn(side, held) / value, 4))];
        });
      const name = `${TYPE_NAMES[type]} - ${side > 0 ? 'Long' : 'Short'} Ratio`;
      return { name, unit: '', index: 0, seriesType: SERIES.line, values, ...PLAIN };
    }),
  );
}

function valueOn(side: number, securities: readonly SecuritySample[]): number {
  return securities.reduce(
    (sum, { holdingsValue }) => sum + (holdingsValue * side > 0 ? holdingsValue : 0),
    0,
  );
}

function typeOf({ security }: SecuritySample): SecuritySymbol['securityType'] {
  return security.symbol.securityType;
}

/** What was bought and sold since the sample before, as a part of the portfolio; none at the start. */
export function dailyTurnover(samples: readonly PortfolioSample[]): number[] {
  let before = 0;
  return samples.slice(1).map(({ value, securities }) => {
    if (value === 0) return 0;
    const sold = securities.reduce((sum, { saleVolume }) => sum + saleVolume, 0);
    const part = (sold - before) / value;
    before = sold;
    return smartRound(part);
  });
}

function turnoverSeries(samples: readonly PortfolioSample[]): Series {
  const values = dailyTurnover(samples).map(
    (part, day): Point => [samples[day + 1]?.time as number, part],
  );
  const name = 'Portfolio Turnover';
  return { name, unit: '%', index: 0, seriesType: SERIES.line, values, ...PLAIN };
}

function salesVolume(samples: readonly PortfolioSample[], unit: string): Series[] {
  const look = { unit, index: 0, seriesType: SERIES.treemap, ...PLAIN };
  const points = new Map<string, Point[]>();
  for (const { time, securities } of samples) {
    const sold = securities
      .filter(({ saleVolume }) => saleVolume !== 0)
      .sort((a, b) => b.saleVolume - a.saleVolume)
      .slice(0, MOST_SOLD);
    for (const { security, saleVolume } of sold) {
      addPoint(points, security.symbol.value, [time, smartRound(saleVolume)]);
    }
  }
  return [...points].map(([name, values]) => ({ name, values, ...look }));
}

/** Percent of the portfolio that positions reserve; LEAN draws no series of a single point. */
function margin(samples: readonly PortfolioSample[]): Series[] {
  const points = new Map<string, Point[]>();
  for (const sample of samples) {
    const parts = marginParts(sample);
    for (const [name, part] of parts) addPoint(points, name, [sample.time, smartRound(part * 100)]);
    if (parts.size > 0) endOthers(points, sample.time);
  }
  const look = { unit: '%', index: 0, seriesType: SERIES.bar, ...PLAIN, ...MARGIN_TEXTS };
  return [...points]
    .filter(([, values]) => values.filter(([, value]) => value !== null).length > 1)
    .map(([name, values]) => ({ name, values, ...look }));
}

const MARGIN_TEXTS = { indexName: 'Margin Used (%)', tooltip: '{SERIES_NAME}: {VALUE}%' } as const;

/** By ticker; what is beyond the most series is summed up. */
function marginParts({ value, securities }: PortfolioSample): Map<string, number> {
  const held = securities
    .filter(({ isHeld }) => isHeld)
    .map(({ security, marginUsed }) => ({
      name: security.symbol.value,
      part: value === 0 ? 0 : Number((marginUsed / value).toPrecision(4)),
    }))
    .sort((a, b) => b.part - a.part);
  const parts = new Map<string, number>();
  for (const [place, { name, part }] of held.entries()) {
    const series = place < MOST_MARGINS ? name : 'OTHERS';
    parts.set(series, (parts.get(series) ?? 0) + part);
  }
  return parts;
}

/** A series that others go on without is interrupted by a point without a value. */
function endOthers(points: ReadonlyMap<string, Point[]>, time: number): void {
  for (const values of points.values()) {
    const [last, value] = values.at(-1) ?? [time, null];
    if (last !== time && value !== null) values.push([time, null]);
  }
}

function addPoint(points: Map<string, Point[]>, name: string, point: Point): void {
  const known = points.get(name);
  if (known === undefined) points.set(name, [point]);
  else known.push(point);
}
