import type { StepBars } from '../steps/step-market.ts';
import type { IbLevels } from './ib-levels.ts';
import type { NewsClearance } from './news-clearance.ts';
import { barAt } from './session-days.ts';
import type { TradeWindows } from './trade-windows.ts';
import { TWO_MINUTES } from './two-minute-bars.ts';

/** An entry before spread and smallest stop. */
export interface Entry {
  readonly day: number;
  readonly side: 1 | -1;
  /** UTC milliseconds; the first bar from then on is entered. */
  readonly time: number;
  /** What stop and target are measured from. */
  readonly raw: number;
  /** What is paid, but for the spread. */
  readonly traded: number;
  readonly stop: number;
}

/** A trade up to its exit. */
export interface OpenTrade {
  readonly day: number;
  readonly side: 1 | -1;
  readonly bar: number;
  readonly fill: number;
  readonly stop: number;
  readonly raw: number;
  /** Distance of the raw price from the stop. */
  readonly step: number;
  /** R is measured in this: the distance of the fill from the stop. */
  readonly risk: number;
  /** The last bar up to the horizon. */
  readonly last: number;
  /** True where news made it wait. */
  readonly waited: boolean;
}

/**
 * All trades that any set of one session and wait enters, each known by a number: sets that enter
 * the same trade share its exits. Grows as sets are looked at; a number never changes its meaning.
 */
export interface TradeStore {
  readonly trades: readonly OpenTrade[];
  readonly halfSpread: number;
  readonly bytes: number;
  /** A breakout at an M2 bar. @returns the trade's number, or -1 where no bar is left to enter */
  breakout(day: number, at: number, stopAtMiddle: boolean): number;
  /** A Reverse entered at an M2 bar. */
  reversal(day: number, at: number, extreme: number): number;
  /** A limit order filled at a bar. */
  limit(day: number, bar: number, side: 1 | -1): number;
}

export interface TradeStoreSource {
  readonly bars: StepBars;
  readonly levels: IbLevels;
  readonly windows: TradeWindows;
  readonly spread: number;
  /** The least distance of a stop, as a part of the price. */
  readonly leastStop: number;
  readonly news: NewsClearance | null;
}

const UNKNOWN = -2;
const TRADE_BYTES = 240;

/** As a part of the price: less than this between fill and stop is what rounding leaves of 0. */
const NOTHING = 1e-12;

/**
 * The stop lies on the fill: where `min_sl_pct` is 0, or where a gap between the price that signals
 * and the one that is paid is as large as the distance of the stop.
 */
export function risksNothing({ risk, fill }: OpenTrade): boolean {
  return risk <= fill * NOTHING;
}

export function createTradeStore(source: TradeStoreSource): TradeStore {
  const { bars, levels, windows } = source;
  const trades: OpenTrade[] = [];
  // By M2 bar: stop at the first bar's open, stop at the middle.
  const broken = new Int32Array(2 * windows.time.length).fill(UNKNOWN);
  const reversed = createMemo(windows.time.length);
  const limited = createMemo(levels.length);

  const add = (entry: Entry): number => {
    const trade = open(source, entry);
    return trade === null ? -1 : trades.push(trade) - 1;
  };

  return {
    trades,
    halfSpread: source.spread / 2,
    get bytes() {
      return broken.byteLength + reversed.bytes + limited.bytes + trades.length * TRADE_BYTES;
    },
    breakout(day, at, stopAtMiddle) {
      const place = 2 * at + (stopAtMiddle ? 1 : 0);
      const known = broken[place] as number;
      if (known !== UNKNOWN) return known;
      const price = windows.close[at] as number;
      const side = price > (levels.high[day] as number) ? 1 : -1;
      const first = windows.open[windows.own[day] as number] as number;
      const stop = stopAtMiddle ? (levels.middle[day] as number) : first;
      const time = (windows.time[at] as number) + TWO_MINUTES;
      const number = add({ day, side, time, raw: price, traded: price, stop });
      broken[place] = number;
      return number;
    },
    reversal: (day, at, extreme) =>
      reversed.get(at, extreme, () =>
        add({
          day,
          side: extreme > (levels.middle[day] as number) ? -1 : 1,
          time: windows.time[at] as number,
          raw: windows.open[at] as number,
          traded: windows.close[at - 1] as number,
          stop: extreme,
        }),
      ),
    limit: (day, bar, side) =>
      limited.get(day, side * bar, () => {
        const raw = (side === 1 ? levels.high[day] : levels.low[day]) as number;
        const stop = levels.middle[day] as number;
        return add({ day, side, time: bars.time[bar] as number, raw, traded: raw, stop });
      }),
  };
}

/** Numbers by a place and a detail; the last one of each place is found without hashing. */
function createMemo(places: number) {
  const numbers = new Int32Array(places).fill(UNKNOWN);
  const details = new Float64Array(places);
  const all = new Map<string, number>();
  return {
    get bytes() {
      return numbers.byteLength + details.byteLength + all.size * TRADE_BYTES;
    },
    get(place: number, detail: number, make: () => number): number {
      const last = numbers[place] as number;
      if (last !== UNKNOWN && details[place] === detail) return last;
      const key = `${place}:${detail}`;
      const number = all.get(key) ?? make();
      all.set(key, number);
      numbers[place] = number;
      details[place] = detail;
      return number;
    },
  };
}

/** Null where no bar is left up to the horizon. */
function open(
  { bars, windows, spread, leastStop, news }: TradeStoreSource,
  entry: Entry,
): OpenTrade | null {
  const { day, side } = entry;
  const last = windows.lastBar[day] as number;
  const range = { from: windows.firstBar[day] as number, to: last + 1 };
  const signalled = barAt(bars.time, entry.time, range);
  const bar = news === null ? signalled : news.firstClear(entry.time, { bar: signalled, last });
  if (bar > last) return null;
  const waited = bar !== signalled;
  const raw = waited ? (bars.open[bar] as number) : entry.raw;
  const traded = waited ? raw : entry.traded;
  let distance = Math.abs(raw - entry.stop);
  // On the wrong side it is mirrored: the distance is all that counts.
  if (distance < raw * leastStop) distance = raw * leastStop;
  const stop = raw - side * distance;
  const fill = traded + (side * spread) / 2;
  const step = Math.abs(raw - stop);
  return { day, side, bar, fill, stop, raw, step, risk: Math.abs(fill - stop), last, waited };
}
