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
  /**
   * Whether slots follow one another more often than bars, because the algorithm also sees bars of a
   * finer resolution: then a bar is repeated in every slot until the next one.
   */
  readonly isStepped: boolean;
  /** Start and end of the bar of data that begins at a wall-clock time of the data's zone. */
  place(start: number): readonly [start: number, end: number] | null;
}

interface Source {
  readonly hours: MarketHours;
  readonly trading: TradingHours;
  readonly resolution: Resolution;
  /** How often a bar is repeated while there is no newer one; as often as bars come where absent. */
  readonly step?: Resolution;
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
  const grid =
    source.resolution === 'daily' && source.isStrict ? sessionGrid(source) : spanGrid(source);
  const { step } = source;
  return step !== undefined && PERIODS[step] < grid.period ? stepped(grid, source, step) : grid;
}

/** The same bars, repeated at the steps of a finer resolution while the market is open. */
function stepped(grid: BarGrid, source: Source, step: Resolution): BarGrid {
  const { slotEnd } = spanGrid({ ...source, resolution: step });
  const { isStrict, resolution, sessions, hours } = source;
  const zone = timeZone(hours.exchangeZone);
  const lengths = new Map(sessions.map(({ day, open, close }) => [day, close - open]));
  const lengthAt = (end: number): number => {
    if (resolution !== 'daily' || !isStrict) return grid.period;
    return lengths.get(Math.floor((zone.toLocal(end) - 1) / MS_PER_DAY)) ?? grid.period;
  };
  const slotStart = slotEnd.map((end) => end - lengthAt(end));
  return { period: grid.period, slotStart, slotEnd, isStepped: true, place: grid.place };
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
    isStepped: false,
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
    isStepped: false,
    place(local) {
      const start = zone.toUtc(local);
      const end = endOf(start);
      if (end < from || start >= to) return null;
      const span = spanAfter(trading, start);
      return (trading.open[span] ?? Number.POSITIVE_INFINITY) < end ? [start, end] : null;
    },
  };
}
