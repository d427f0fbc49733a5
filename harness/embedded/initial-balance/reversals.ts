import type { IbLevels } from './ib-levels.ts';
import type { TradeWindows } from './trade-windows.ts';

/** Each session's Reverse signal: a sweep of a border that failed. */
export interface Reversals {
  /** The M2 bar that is entered, or -1; the one before it confirmed. */
  readonly entry: Int32Array;
  /** 1 long, -1 short. */
  readonly side: Int8Array;
  /** Where the sweep reached. */
  readonly extreme: Float64Array;
}

interface Group {
  /** 1 for a sweep of the upper border. */
  readonly side: 1 | -1;
  readonly first: number;
  last: number;
  extreme: number;
}

/** How far inside, as a part of the range, a confirming close is too late. */
const TOO_FAR_INSIDE = 0.5;

export function reversals(levels: IbLevels, windows: TradeWindows, bufferShare: number): Reversals {
  const { length } = levels;
  const found = {
    entry: new Int32Array(length).fill(-1),
    side: new Int8Array(length),
    extreme: new Float64Array(length),
  };
  for (let day = 0; day < length; day++) {
    const high = levels.high[day] as number;
    const low = levels.low[day] as number;
    const session = { day, high, low, buffer: bufferShare * (high - low) };
    for (const group of sweeps(windows, session)) {
      const entry = entryOf(windows, group, session);
      const best = found.entry[day] as number;
      if (entry === -1 || (best !== -1 && best <= entry)) continue;
      found.entry[day] = entry;
      found.side[day] = -group.side;
      found.extreme[day] = group.extreme;
    }
  }
  return found;
}

interface Session {
  readonly day: number;
  readonly high: number;
  readonly low: number;
  readonly buffer: number;
}

function sweeps(windows: TradeWindows, { day, high, low, buffer }: Session): readonly Group[] {
  const { open, close } = windows;
  const [top, bottom] = [high + buffer, low - buffer];
  const groups: Group[] = [];
  const to = windows.end[day] as number;
  for (let at = windows.own[day] as number; at < to; at++) {
    const upper = Math.max(open[at] as number, close[at] as number);
    const lower = Math.min(open[at] as number, close[at] as number);
    if (lower > top || upper < bottom) break;
    const reach = { high: windows.high[at] as number, low: windows.low[at] as number };
    if (reach.high > high && upper <= top) join(groups, { side: 1, at, extreme: reach.high });
    if (reach.low < low && lower >= bottom) join(groups, { side: -1, at, extreme: reach.low });
  }
  return groups;
}

/** A sweep goes on with the group found last where that ended on the bar before, on the same side. */
function join(
  groups: Group[],
  { side, at, extreme }: { readonly side: 1 | -1; readonly at: number; readonly extreme: number },
): void {
  const last = groups.at(-1);
  if (last?.side !== side || last.last !== at - 1) {
    groups.push({ side, first: at, last: at, extreme });
    return;
  }
  last.last = at;
  last.extreme = side === 1 ? Math.max(last.extreme, extreme) : Math.min(last.extreme, extreme);
}

/** The M2 bar after the one that confirms the group's failure; -1 where none does. */
function entryOf(windows: TradeWindows, group: Group, { day, high, low }: Session): number {
  const { open, close } = windows;
  const { side } = group;
  let reference = group.first - 1;
  const oldest = windows.before[day] as number;
  while (
    reference >= oldest &&
    ((close[reference] as number) - (open[reference] as number)) * side >= 0
  ) {
    reference--;
  }
  if (reference < oldest) return -1;
  const level = (side === 1 ? windows.low[reference] : windows.high[reference]) as number;
  const to = windows.end[day] as number;
  for (let at = group.last + 1; at < to; at++) {
    const price = close[at] as number;
    if ((level - price) * side <= 0) continue;
    const inside = side === 1 ? high - price : price - low;
    return inside >= TOO_FAR_INSIDE * (high - low) || at + 1 >= to ? -1 : at + 1;
  }
  return -1;
}
