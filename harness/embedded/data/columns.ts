import { dayOf } from './calendar-day.ts';
import type { Session } from './market-hours.ts';
import type { RawBars } from './read-bars.ts';
import { sharedFloat64, sharedUint8 } from './shared-columns.ts';
import type { TimeZone } from './time-zone.ts';

type Column = Float64Array<SharedArrayBuffer>;

/** A security's bars, oldest first, a column each. Times are UTC milliseconds. */
export interface BarColumns {
  readonly start: Column;
  readonly end: Column;
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly volume: Column;
  /** 1 where there was no data and the bar repeats the one before. */
  readonly filled: Uint8Array<SharedArrayBuffer>;
}

/**
 * Lays daily bars over trading days: from market open to close, as LEAN emits them, a day without
 * data repeating the bar before with no volume. Days before the first bar have none.
 */
export function layDailyBars(
  bars: RawBars,
  sessions: readonly Session[],
  zone: TimeZone,
): BarColumns {
  const byDay = new Map(bars.start.map((start, index) => [dayOf(start), index]));
  const first = sessions.findIndex((session) => byDay.has(session.day));
  const days = first === -1 ? [] : sessions.slice(first);
  const columns = allocateColumns(days.length);
  let source = -1;
  for (const [index, session] of days.entries()) {
    const own = byDay.get(session.day);
    source = own ?? source;
    columns.start[index] = zone.toUtc(session.open);
    columns.end[index] = zone.toUtc(session.close);
    columns.open[index] = bars.open[source] as number;
    columns.high[index] = bars.high[source] as number;
    columns.low[index] = bars.low[source] as number;
    columns.close[index] = bars.close[source] as number;
    columns.volume[index] = own === undefined ? 0 : (bars.volume[source] as number);
    columns.filled[index] = own === undefined ? 1 : 0;
  }
  return columns;
}

function allocateColumns(length: number): BarColumns {
  return {
    start: sharedFloat64(length),
    end: sharedFloat64(length),
    open: sharedFloat64(length),
    high: sharedFloat64(length),
    low: sharedFloat64(length),
    close: sharedFloat64(length),
    volume: sharedFloat64(length),
    filled: sharedUint8(length),
  };
}
