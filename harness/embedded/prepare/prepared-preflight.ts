import type { DateRange } from '../../../runner/domain/evaluation.ts';
import type { Gap } from '../../../runner/domain/gap.ts';
import type { Preflight } from '../../../runner/domain/preflight.ts';
import { dayOf, formatDay, parseDay, weekdayOf } from '../data/calendar-day.ts';
import { timeZone } from '../data/time-zone.ts';
import type { PreparedData } from './prepared-data.ts';
import { tradingTimes } from './trading-times.ts';

/** More gaps than anybody reads; their days are counted all the same. */
const GAPS_NAMED = 5;
/** Weekdays in a row without a bar that may be holidays, of which nothing is known here. */
const MOST_HOLIDAYS = 2;

/**
 * The row of a symbol in the table of what a backtest finds of prepared bars. Longer runs of weekdays
 * without a bar count as missing.
 */
export function preparedPreflight({ setup, barCount, available, market }: PreparedData): Preflight {
  const { symbol, dates } = setup;
  const weekdays = weekdaysOf(dates);
  const gaps = gapsOf(weekdays, daysWithBars(market.bars.time, symbol));
  return {
    symbol,
    resolution: 'minute',
    wanted: dates,
    bars: barCount,
    available,
    trading_days: weekdays.length,
    missing_days: gaps.reduce((sum, { missing }) => sum + missing, 0),
    gaps: gaps.slice(0, GAPS_NAMED),
    map_file: null,
    factor_file: null,
    benchmark: null,
  };
}

function weekdaysOf({ start, end }: DateRange): number[] {
  const days: number[] = [];
  for (let day = parseDay(start); day <= parseDay(end); day++) {
    const weekday = weekdayOf(day);
    if (weekday !== 0 && weekday !== 6) days.push(day);
  }
  return days;
}

/** Days by the clock of the symbol's exchange. */
function daysWithBars(time: Float64Array, symbol: string): Set<number> {
  const zone = timeZone(tradingTimes(symbol).zone);
  const days = new Set<number>();
  let last = Number.NaN;
  for (const moment of time) {
    const day = dayOf(zone.toLocal(moment));
    if (day !== last) days.add(day);
    last = day;
  }
  return days;
}

function gapsOf(weekdays: readonly number[], covered: ReadonlySet<number>): Gap[] {
  const gaps: Gap[] = [];
  let run: number[] = [];
  for (const day of [...weekdays, null]) {
    if (day !== null && !covered.has(day)) {
      run.push(day);
      continue;
    }
    const [first, last] = [run[0], run.at(-1)];
    if (first !== undefined && last !== undefined && run.length > MOST_HOLIDAYS) {
      gaps.push({ start: formatDay(first), end: formatDay(last), missing: run.length });
    }
    run = [];
  }
  return gaps;
}
