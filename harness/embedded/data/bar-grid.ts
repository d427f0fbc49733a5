import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { MS_PER_DAY } from './calendar-day.ts';
import type { MarketHours, Session } from './market-hours.ts';
import { timeZone } from './time-zone.ts';
import { spanAfter, type TradingHours } from './trading-hours.ts';

export type Resolution = BacktestSetup['resolution'];

/** Length of a bar in ms. */
export const PERIODS = { daily: MS_PER_DAY, hour: MS_PER_DAY / 24, minute: 60_000 } as const;

/** Where bars can lie. Times are UTC ms. */
export interface BarGrid {
  readonly period: number;
  /** Every bar of a market without gaps, oldest first. */
  readonly slotStart: Float64Array;
  readonly slotEnd: Float64Array;
  /** Start and end of the bar of data that begins at a wall-clock time of the data's zone. */
  place(start: number): readonly [start: number, end: number] | null;
}

interface Source {
  readonly hours: MarketHours;
  readonly trading: TradingHours;
  readonly resolution: Resolution;
  /** Trading days of the exchange; daily bars of exchanges that close lie on them. */
  readonly sessions: readonly Session[];
  /** Daily bars last from the market's open to its close, not from midnight to midnight. */
  readonly isStrict: boolean;
  /** A bar may end at this moment or later … */
  readonly from: number;
  /** … and starts before this one. */
  readonly to: number;
}

/** LEAN's rule for which daily bars end with the market. */
export function endsWithMarket(
  { securityType, market }: Pick<BacktestSetup, 'securityType' | 'market'>,
  { isAlwaysOpen }: TradingHours,
): boolean {
  if (isAlwaysOpen || securityType === 'forex') return false;
  return !(securityType === 'cfd' && market === 'oanda');
}

export function barGrid(source: Source): BarGrid {
  return source.resolution === 'daily' && source.isStrict ? sessionGrid(source) : spanGrid(source);
}

/**
 * Moments at which LEAN repeats bars of a coarser resolution, because the algorithm also sees bars of
 * this one: whenever one of them ends while the market is open.
 */
export function stepEnds(source: Source, step: Resolution): Float64Array {
  return spanGrid({ ...source, resolution: step }).slotEnd;
}

function sessionGrid({ sessions, hours }: Source): BarGrid {
  const zone = timeZone(hours.exchangeZone);
  const position = new Map(sessions.map(({ day }, index) => [day, index]));
  const slotStart = Float64Array.from(sessions, ({ open }) => zone.toUtc(open));
  const slotEnd = Float64Array.from(sessions, ({ close }) => zone.toUtc(close));
  return {
    period: MS_PER_DAY,
    slotStart,
    slotEnd,
    place(start) {
      const index = position.get(Math.floor(start / MS_PER_DAY));
      return index === undefined ? null : [slotStart[index] as number, slotEnd[index] as number];
    },
  };
}

/** Bars of a fixed length, kept where the market is open during a part of them. */
function spanGrid({ hours, trading, resolution, from, to }: Source): BarGrid {
  const zone = timeZone(hours.dataZone);
  const exchange = timeZone(hours.exchangeZone);
  const period = PERIODS[resolution];
  const starts: number[] = [];
  for (let span = spanAfter(trading, from - period); span < trading.open.length; span++) {
    const open = trading.open[span] as number;
    if (open >= to) break;
    const close = Math.min(trading.close[span] as number, to);
    let local = Math.floor(zone.toLocal(open) / period) * period;
    for (let start = zone.toUtc(local); start < close; start = zone.toUtc(local)) {
      const isNew = start > (starts.at(-1) ?? Number.NEGATIVE_INFINITY);
      if (isNew && start + period >= from) starts.push(start);
      local += period;
    }
  }
  // A day's bar ends at its time of day on the exchange's clock, also where that clock is changed.
  const endOf = (start: number): number =>
    period === MS_PER_DAY ? exchange.toUtc(exchange.toLocal(start) + period) : start + period;
  return {
    period,
    slotStart: Float64Array.from(starts),
    slotEnd: Float64Array.from(starts, (start) => start + period),
    place(local) {
      const start = zone.toUtc(local);
      const end = endOf(start);
      if (end < from || start >= to) return null;
      const span = spanAfter(trading, start);
      return (trading.open[span] ?? Number.POSITIVE_INFINITY) < end ? [start, end] : null;
    },
  };
}
