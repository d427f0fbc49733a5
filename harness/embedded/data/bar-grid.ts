import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { MS_PER_DAY } from './calendar-day.ts';
import type { MarketHours, Session } from './market-hours.ts';
import { sharedFloat64 } from './shared-columns.ts';
import { type TimeZone, timeZone } from './time-zone.ts';
import { spanAfter, type TradingHours } from './trading-hours.ts';

export type Resolution = BacktestSetup['resolution'];

/** Length of a bar in ms. */
export const PERIODS = { daily: MS_PER_DAY, hour: MS_PER_DAY / 24, minute: 60_000 } as const;

/** Where bars can lie. Times are UTC ms. */
export interface BarGrid {
  readonly period: number;
  /** Whether every bar lasts a period: days last from open to close, or change with the clocks. */
  readonly isEven: boolean;
  /** At least as many as there are bars in a market without gaps. */
  readonly most: number;
  /** The first of these bars, to be moved on: of many years of minutes they are too many to be held. */
  slots(): SlotCursor;
  /** Start and end of the bar of data that begins at a wall-clock time of the data's zone. */
  place(start: number): readonly [start: number, end: number] | null;
}

/** A bar of a market without gaps. */
export interface SlotCursor {
  /** Infinity after the last one. */
  readonly start: number;
  readonly end: number;
  /** Goes to the next one. */
  next(): void;
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
export function stepEnds(source: Source, step: Resolution): Float64Array<SharedArrayBuffer> {
  const { most, slots } = spanGrid({ ...source, resolution: step });
  const ends = sharedFloat64(most);
  let count = 0;
  const slot = slots();
  for (; slot.start < Number.POSITIVE_INFINITY; slot.next()) ends[count++] = slot.end;
  return ends.subarray(0, count);
}

function sessionGrid({ sessions, hours }: Source): BarGrid {
  const zone = timeZone(hours.exchangeZone);
  const position = new Map(sessions.map(({ day }, index) => [day, index]));
  const slotStart = Float64Array.from(sessions, ({ open }) => zone.toUtc(open));
  const slotEnd = Float64Array.from(sessions, ({ close }) => zone.toUtc(close));
  return {
    period: MS_PER_DAY,
    isEven: false,
    most: sessions.length,
    slots: () => listedSlots(slotStart, slotEnd),
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
  const spans = { trading, first: spanAfter(trading, from - period), period, from, to };
  // A day's bar ends at its time of day on the exchange's clock, also where that clock is changed.
  const endOf = (start: number): number =>
    period === MS_PER_DAY ? exchange.toUtc(exchange.toLocal(start) + period) : start + period;
  return {
    period,
    isEven: period < MS_PER_DAY,
    most: mostSlots(spans),
    slots: () => spanSlots(spans, zone),
    place(local) {
      const start = zone.toUtc(local);
      const end = endOf(start);
      if (end < from || start >= to) return null;
      const span = spanAfter(trading, start);
      return (trading.open[span] ?? Number.POSITIVE_INFINITY) < end ? [start, end] : null;
    },
  };
}

function listedSlots(starts: Float64Array, ends: Float64Array): SlotCursor {
  let index = 0;
  return {
    get start() {
      return starts[index] ?? Number.POSITIVE_INFINITY;
    },
    get end() {
      return ends[index] ?? Number.POSITIVE_INFINITY;
    },
    next() {
      index++;
    },
  };
}

interface Spans {
  readonly trading: TradingHours;
  /** The first span that counts. */
  readonly first: number;
  readonly period: number;
  readonly from: number;
  readonly to: number;
}

function mostSlots({ trading, first, period, to }: Spans): number {
  let most = 0;
  for (let span = first; span < trading.open.length; span++) {
    const open = trading.open[span] as number;
    if (open >= to) break;
    // One that began before the market opened, and one more where clocks are changed.
    most += Math.ceil(((trading.close[span] as number) - open) / period) + 2;
  }
  return most;
}

function spanSlots({ trading, first, period, from, to }: Spans, zone: TimeZone): SlotCursor {
  let span = first - 1;
  let close = Number.NEGATIVE_INFINITY;
  let local = 0;
  let start = Number.NEGATIVE_INFINITY;

  const enterSpan = (): boolean => {
    const open = trading.open[++span] ?? Number.POSITIVE_INFINITY;
    if (open >= to) return false;
    close = Math.min(trading.close[span] as number, to);
    local = Math.floor(zone.toLocal(open) / period) * period;
    return true;
  };

  /** Goes on by one; Infinity after the last. */
  const step = (): number => {
    for (;;) {
      const at = zone.toUtc(local);
      local += period;
      if (at < close) return at;
      if (!enterSpan()) return Number.POSITIVE_INFINITY;
    }
  };

  const next = (): void => {
    const before = start;
    do start = step();
    while (start <= before || start + period < from);
  };
  next();
  return {
    get start() {
      return start;
    },
    get end() {
      return start + period;
    },
    next,
  };
}
