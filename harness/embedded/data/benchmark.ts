import { existsSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { dayOf, MS_PER_DAY } from './calendar-day.ts';
import { corporateEvents } from './corporate-events.ts';
import { barsPath } from './data-paths.ts';
import type { MarketHours, Session } from './market-hours.ts';
import { normalizeBars, readSecurityBars } from './security-bars.ts';
import type { SecurityReference } from './security-reference.ts';
import { shareFloat64 } from './shared-columns.ts';
import type { TimeZone } from './time-zone.ts';

/** The benchmark's price over time, always adjusted. Times are UTC milliseconds. */
export interface Benchmark {
  readonly ticker: string;
  readonly time: Float64Array<SharedArrayBuffer>;
  readonly price: Float64Array<SharedArrayBuffer>;
  /** Moments of slices that its feed makes, which the algorithm does not see. */
  readonly slices: readonly number[];
}

interface Source {
  readonly setup: BacktestSetup;
  readonly reference: SecurityReference;
  readonly hours: MarketHours;
  /** From the trading day before the start, so that the first sample has a price. */
  readonly sessions: readonly Session[];
  readonly zone: TimeZone;
}

/** The resolution that a benchmark is read at: hours as in LEAN, days where there are no hours. */
export function benchmarkResolution(setup: BacktestSetup, ticker: string): 'hour' | 'daily' | null {
  if (existsSync(barsPath(setup, 'hour', ticker))) return 'hour';
  return existsSync(barsPath(setup, 'daily', ticker)) ? 'daily' : null;
}

/** Null where the data folder has no prices of the benchmark. */
export function loadBenchmark({ setup, reference, sessions, zone }: Source): Benchmark | null {
  const { ticker, mapFile, factors } = reference;
  const resolution = benchmarkResolution(setup, ticker);
  const [first] = sessions;
  if (resolution === null || first === undefined) return null;
  const raw = readSecurityBars({ setup, ticker, resolution, mapFile });
  const bars = normalizeBars(raw, factors, { normalization: 'Adjusted', firstDay: first.day });
  const byDay = new Map(sessions.map((session) => [session.day, session]));
  const time: number[] = [];
  const price: number[] = [];
  for (let index = 0; index < bars.start.length; index++) {
    const start = bars.start[index] as number;
    const session = byDay.get(dayOf(start));
    const end = resolution === 'hour' ? start + MS_PER_DAY / 24 : (session?.close ?? 0);
    if (session === undefined || start >= session.close || end <= session.open) continue;
    time.push(zone.toUtc(end));
    price.push(bars.close[index] as number);
  }
  const events = corporateEvents({ factors, mapFile, ticker, sessions, zone });
  return {
    ticker: ticker.toUpperCase(),
    time: shareFloat64(time),
    price: shareFloat64(price),
    slices: resolution === 'hour' ? [...time, ...events.map((event) => event.time)] : [],
  };
}

/** The benchmark's last price at each of the ascending `times`; 0 before its first. */
export function benchmarkAt({ time, price }: Benchmark, times: ArrayLike<number>): number[] {
  const values: number[] = [];
  let next = 0;
  for (let index = 0; index < times.length; index++) {
    while (next < time.length && (time[next] as number) <= (times[index] as number)) next++;
    values.push(next === 0 ? 0 : smartRound(price[next - 1] as number));
  }
  return values;
}

/** LEAN's rounding of chart values: 4 decimals above 1,000, else 7 significant digits. */
function smartRound(value: number): number {
  return Math.abs(value) > 1000 ? Number(value.toFixed(4)) : Number(value.toPrecision(7));
}
