import type { StepBars } from '../steps/step-market.ts';
import type { IbLevels } from './ib-levels.ts';
import type { TradeWindows } from './trade-windows.ts';

/** Each session's REV_RB: the bar at which a resting limit order at a border is filled. */
export interface LimitFills {
  /** The bar, or -1. */
  readonly bar: Int32Array;
  /** 1 long at the upper border, -1 short at the lower one. */
  readonly side: Int8Array;
}

/** @param armShare how far beyond the border, as a part of the range, arms the order */
export function limitFills(
  bars: StepBars,
  { levels, windows }: { readonly levels: IbLevels; readonly windows: TradeWindows },
  armShare: number,
): LimitFills {
  const fills = {
    bar: new Int32Array(levels.length).fill(-1),
    side: new Int8Array(levels.length),
  };
  for (let day = 0; day < levels.length; day++) {
    const high = levels.high[day] as number;
    const low = levels.low[day] as number;
    const distance = armShare * (levels.range[day] as number);
    const last = windows.lastBar[day] as number;
    const from = windows.firstBar[day] as number;
    const border = { high: high + distance, low: low - distance };
    const armed = firstBar(
      bars,
      { from, last },
      (top, bottom) => top >= border.high || bottom <= border.low,
    );
    if (armed === -1) continue;
    const isLong = (bars.high[armed] as number) >= border.high;
    const range = { from: armed + 1, last };
    fills.bar[day] = firstBar(bars, range, (top, bottom) => (isLong ? bottom <= high : top >= low));
    fills.side[day] = isLong ? 1 : -1;
  }
  return fills;
}

/** The first bar whose high and low satisfy; -1 where none does. */
function firstBar(
  { high, low }: StepBars,
  { from, last }: { readonly from: number; readonly last: number },
  satisfies: (high: number, low: number) => boolean,
): number {
  for (let bar = from; bar <= last; bar++) {
    if (satisfies(high[bar] as number, low[bar] as number)) return bar;
  }
  return -1;
}
