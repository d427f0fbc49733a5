import { dayOf, formatDay, MS_PER_DAY } from '../data/calendar-day.ts';
import {
  isUntil,
  type Measured,
  NO_PERIOD,
  type Period,
  periodStatistics,
} from '../statistics/period-statistics.ts';
import type { Trade } from '../statistics/trade.ts';
import { tradeStatistics } from '../statistics/trade-statistics.ts';
import { portfolioStatisticsTexts, tradeStatisticsTexts } from './printed-statistics.ts';

/** Months that LEAN's windows last. */
const LENGTHS = [1, 3, 6, 12];

/** LEAN's statistics of the months before each month's end, named `M12_20151231`. */
export function rollingWindow(
  measured: Measured,
  trades: readonly Trade[],
): Record<string, unknown> {
  const { sampleTime } = measured.data.timeline;
  const [first, last] = [sampleTime[0], sampleTime.at(-1)];
  if (first === undefined || last === undefined) return {};
  const windows = LENGTHS.flatMap((months) =>
    periodsOf(months, { from: dayOf(first), to: dayOf(last) }).map((period) => {
      const name = `M${months}_${formatDay(period.to).replaceAll('-', '')}`;
      return [name, windowOf(measured, trades, period)] as const;
    }),
  );
  return Object.fromEntries(windows);
}

function windowOf(measured: Measured, trades: readonly Trade[], period: Period) {
  const found = periodStatistics(measured, period);
  const { statistics, ...rest } = found ?? NO_PERIOD;
  const within = trades.filter(
    ({ exitTime }) => dayOf(exitTime) >= period.from && isUntil(exitTime, period),
  );
  return {
    tradeStatistics: tradeStatisticsTexts(tradeStatistics(found === null ? [] : within)),
    portfolioStatistics: portfolioStatisticsTexts(statistics, rest),
    // LEAN leaves them to the whole backtest's.
    closedTrades: [],
  };
}

/**
 * Spans of so many months that end with each month, and with the last day; the first ones begin with
 * the first day.
 */
function periodsOf(months: number, { from, to }: Period): Period[] {
  const ends: number[] = [];
  for (let end = to; end >= from || ends.length === 0; end = monthOf(end, 0) - 1) ends.unshift(end);
  const [first = to, ...later] = ends;
  let before = first;
  const periods = [{ from, to: first }];
  for (const end of later) {
    periods.push({ from: Math.max(from, monthOf(before + 1, 1 - months)), to: end });
    before = end;
  }
  return periods;
}

/** The first day of a day's month, or of one so many months later. */
function monthOf(day: number, later: number): number {
  const date = new Date(day * MS_PER_DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) / MS_PER_DAY;
}
