import type { StepBars } from '../steps/step-market.ts';
import type { Breakouts } from './breakouts.ts';
import type { IbLevels } from './ib-levels.ts';
import type { LimitFills } from './limit-fills.ts';
import type { Reversals } from './reversals.ts';
import { barAt } from './session-days.ts';
import { type OpenTrade, risksNothing, type TradeStore } from './trade-store.ts';
import type { TradeWindows } from './trade-windows.ts';
import { MINUTE, TWO_MINUTES } from './two-minute-bars.ts';

/** Numbers up to this fit 16 bits. */
const MOST_SMALL = 65_536;

/** In the order of the metrics. */
export const VARIATIONS = ['OCAE', 'TCWE', 'Reverse', 'REV_RB'] as const;
const [OCAE, TCWE, REVERSE, REV_RB] = [0, 1, 2, 3] as const;

/**
 * The trades that a set enters, oldest first, a column each. Small, since a large grid has ten
 * thousand of them that are all needed again and again.
 */
export interface Picks {
  readonly length: number;
  /** Numbers in the store. */
  readonly trade: Uint16Array | Int32Array;
  /** The last bar of the trade's window, counted from its entry. */
  readonly last: Uint16Array;
  /** R where the window ends the trade. */
  readonly timeR: Float64Array;
  /** Places of the trades, by variation: those of the n-th from `starts[n]` to `starts[n + 1]`. */
  readonly byVariation: Uint16Array;
  readonly starts: Int32Array;
  readonly newsMoved: number;
  readonly newsDropped: number;
}

export interface PicksSource {
  readonly bars: StepBars;
  readonly levels: IbLevels;
  readonly windows: TradeWindows;
  readonly breakouts: Breakouts;
  readonly reversals: Reversals;
  /** Null where the variation is switched off. */
  readonly fills: LimitFills | null;
  readonly store: TradeStore;
  readonly stopAtMiddle: boolean;
  readonly windowMinutes: number;
}

/** Chooses each day's trade: the earliest signal that is complete by the window's end. */
export function pickTrades(source: PicksSource): Picks {
  const { levels, windows, store } = source;
  const trades = new Int32Array(levels.length);
  const variations = new Uint8Array(levels.length);
  const lasts = new Uint16Array(levels.length);
  let [length, moved, dropped] = [0, 0, 0];
  for (let day = 0; day < levels.length; day++) {
    const end = (windows.start[day] as number) + source.windowMinutes * MINUTE;
    const variation = choose(source, day, end);
    if (variation === -1) continue;
    const number = numberOf(source, day, variation);
    const trade = number === -1 ? undefined : (store.trades[number] as OpenTrade);
    const last = lastBar(source, day, end);
    if (trade === undefined || trade.bar > last) {
      dropped++;
      continue;
    }
    // Without a risk there is neither a size nor an R.
    if (risksNothing(trade)) continue;
    if (trade.waited) moved++;
    trades[length] = number;
    variations[length] = variation;
    lasts[length++] = last - trade.bar;
  }
  const trade = trades.subarray(0, length);
  const last = lasts.slice(0, length);
  return {
    length,
    trade: store.trades.length <= MOST_SMALL ? Uint16Array.from(trade) : trade.slice(),
    last,
    timeR: timeResults(source, trade, last),
    ...grouped(variations.subarray(0, length)),
    newsMoved: moved,
    newsDropped: dropped,
  };
}

function lastBar({ bars, windows }: PicksSource, day: number, end: number): number {
  const range = { from: windows.firstBar[day] as number, to: (windows.lastBar[day] as number) + 1 };
  return barAt(bars.time, end + 1, range) - 1;
}

/** @returns place in VARIATIONS, or -1 where the day has no signal */
function choose(source: PicksSource, day: number, end: number): number {
  const { windows, breakouts, reversals } = source;
  const reverse = startOf(windows, reversals.entry[day] as number, end);
  const ocae = startOf(windows, breakouts.ocae[day] as number, end);
  const tcwe = startOf(windows, breakouts.tcwe[day] as number, end);
  let variation: number = REVERSE;
  let entry = reverse;
  if (Math.min(ocae, tcwe) < reverse) {
    variation = ocae <= tcwe ? OCAE : TCWE;
    entry = Math.min(ocae, tcwe) + TWO_MINUTES;
  }
  const fill = source.fills?.bar[day] ?? -1;
  const filled = fill === -1 ? Number.POSITIVE_INFINITY : (source.bars.time[fill] as number);
  if (filled <= end && filled < entry) return REV_RB;
  return entry === Number.POSITIVE_INFINITY ? -1 : variation;
}

/** When a signal's M2 bar begins; never where it has not closed by the window's end. */
function startOf({ time }: TradeWindows, at: number, end: number): number {
  if (at === -1) return Number.POSITIVE_INFINITY;
  const start = time[at] as number;
  return start + TWO_MINUTES <= end ? start : Number.POSITIVE_INFINITY;
}

function numberOf(source: PicksSource, day: number, variation: number): number {
  const { store, breakouts, reversals, fills, stopAtMiddle } = source;
  switch (variation) {
    case OCAE:
      return store.breakout(day, breakouts.ocae[day] as number, stopAtMiddle);
    case TCWE:
      return store.breakout(day, breakouts.tcwe[day] as number, stopAtMiddle);
    case REVERSE:
      return store.reversal(day, reversals.entry[day] as number, reversals.extreme[day] as number);
    default:
      return store.limit(day, fills?.bar[day] as number, fills?.side[day] === 1 ? 1 : -1);
  }
}

/** At the window's end a trade is closed at the close of the bar before the last. */
export function timePrice(
  bars: StepBars,
  { side }: OpenTrade,
  at: { last: number; halfSpread: number },
) {
  return (bars.close[at.last - 1] as number) - side * at.halfSpread;
}

function timeResults({ bars, store }: PicksSource, trades: Int32Array, lasts: Uint16Array) {
  const { halfSpread } = store;
  const results = new Float64Array(trades.length);
  for (let at = 0; at < trades.length; at++) {
    const trade = store.trades[trades[at] as number] as OpenTrade;
    const last = trade.bar + (lasts[at] as number);
    const price = timePrice(bars, trade, { last, halfSpread });
    results[at] = ((price - trade.fill) * trade.side) / trade.risk;
  }
  return results;
}

function grouped(variations: Uint8Array): Pick<Picks, 'byVariation' | 'starts'> {
  const byVariation = new Uint16Array(variations.length);
  const starts = new Int32Array(VARIATIONS.length + 1);
  let place = 0;
  for (let variation = 0; variation < VARIATIONS.length; variation++) {
    starts[variation] = place;
    for (let at = 0; at < variations.length; at++) {
      if (variations[at] === variation) byVariation[place++] = at;
    }
  }
  starts[VARIATIONS.length] = place;
  return { byVariation, starts };
}
