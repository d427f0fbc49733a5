import { InputError } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { PERIODS, type Resolution } from '../data/bar-grid.ts';
import { formatDay, MS_PER_DAY, parseDay } from '../data/calendar-day.ts';
import { loadSecurityData, type SecurityData } from '../data/security-data.ts';

/** Securities that a thread keeps for history; the oldest go first. */
const MOST = 8;
/** Bars of minutes lie in a file a day, so that only so many days are read as are asked for. */
const LEAST_MINUTE_DAYS = 16;

const known = new Map<string, SecurityData | null>();

/**
 * A security's bars of a resolution from at least `days` before its backtest begins until it ends;
 * null where the data folder has none.
 */
export function historyData(
  { setup, subscription, available }: SecurityData,
  resolution: Resolution,
  days: number,
): SecurityData | null {
  const start = parseDay(setup.dates.start);
  const first =
    resolution === 'minute'
      ? start - atLeast(days)
      : Math.min(start, available.start, start - days);
  const dates = { start: formatDay(Math.min(first, start)), end: setup.dates.end };
  const key = [
    setup.dataFolder,
    ...Object.values(subscription),
    resolution,
    ...Object.values(dates),
  ].join('\n');
  const found = known.get(key);
  if (found !== undefined) return found;
  const read = load({ ...setup, dates }, { ...subscription, resolution, fillForward: true });
  known.set(key, read);
  for (const oldest of known.keys()) {
    if (known.size <= MOST) break;
    known.delete(oldest);
  }
  return read;
}

/** As many days as asked for or more, of few different numbers, so that they are shared. */
function atLeast(days: number): number {
  let enough = LEAST_MINUTE_DAYS;
  while (enough < days) enough *= 2;
  return enough;
}

function load(
  setup: BacktestSetup,
  subscription: SecurityData['subscription'],
): SecurityData | null {
  try {
    return loadSecurityData(setup, subscription, subscription.resolution);
  } catch (error) {
    // LEAN's history of what there are no files of is empty.
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Days that hold so many bars for sure, whatever the market: few, so that little is read. */
export function daysOf(bars: number, resolution: Resolution): number {
  const perDay = resolution === 'daily' ? 1 : Math.floor((6 * 3_600_000) / PERIODS[resolution]);
  return Math.ceil((bars / perDay) * 1.6) + 10;
}

/** Days that a length of time touches. */
export function daysIn(milliseconds: number): number {
  return Math.ceil(milliseconds / MS_PER_DAY) + 2;
}

/** Position of the first bar that ends after a moment. */
export function endsAfter(ends: Float64Array, utc: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > utc) high = middle;
    else low = middle + 1;
  }
  return low;
}
