import type { IbLevels } from './ib-levels.ts';
import type { TradeWindows } from './trade-windows.ts';

/** The M2 bar of each session's signal, or -1. The side is that of its close: above is long. */
export interface Breakouts {
  readonly ocae: Int32Array;
  readonly tcwe: Int32Array;
}

interface Options {
  readonly bufferShare: number;
  readonly distanceShare: number;
}

/**
 * OCAE: the first close beyond the Initial Balance, its middle touched before. TCWE: the first one
 * of them untouched, and a second that closes farther out, still untouched.
 */
export function breakouts(
  levels: IbLevels,
  windows: TradeWindows,
  { bufferShare, distanceShare }: Options,
): Breakouts {
  const ocae = new Int32Array(levels.length).fill(-1);
  const tcwe = new Int32Array(levels.length).fill(-1);
  const { close, own, end, touch } = windows;
  for (let day = 0; day < levels.length; day++) {
    const range = levels.range[day] as number;
    const border = {
      high: levels.high[day] as number,
      low: levels.low[day] as number,
      buffer: bufferShare * range,
      most: distanceShare * range,
    };
    const to = end[day] as number;
    let at = own[day] as number;
    while (at < to && sideOf(close[at] as number, border) === 0) at++;
    if (at === to) continue;
    if ((touch[day] as number) <= at) ocae[day] = at;
    else tcwe[day] = secondClose(close, { at, to: Math.min(to, touch[day] as number) }, border);
  }
  return { ocae, tcwe };
}

interface Border {
  readonly high: number;
  readonly low: number;
  readonly buffer: number;
  readonly most: number;
}

/** 1 for a breakout upwards, -1 downwards, 0 for none, or one too far out. */
function sideOf(close: number, { high, low, buffer, most }: Border): number {
  if (close > high + buffer && close - high <= most) return 1;
  if (close < low - buffer && low - close <= most) return -1;
  return 0;
}

function secondClose(
  close: Float64Array,
  { at, to }: { readonly at: number; readonly to: number },
  border: Border,
): number {
  const first = close[at] as number;
  const side = sideOf(first, border);
  for (let next = at + 1; next < to; next++) {
    const price = close[next] as number;
    if ((price - first) * side > 0 && sideOf(price, border) === side) return next;
  }
  return -1;
}
