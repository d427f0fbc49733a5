import type { StepBars } from '../steps/step-market.ts';
import type { IbLevels } from './ib-levels.ts';
import { barAt } from './session-days.ts';
import { addTwoMinuteBars, emptyBars, MINUTE } from './two-minute-bars.ts';

/**
 * Each session's bars from its trade window's start to a horizon at which no window is open any
 * more: signals and trades up to there are those of every shorter window too.
 */
export interface TradeWindows {
  /** UTC milliseconds. */
  readonly start: Float64Array;
  /** The first bar of the window and the last one up to the horizon; last < first where empty. */
  readonly firstBar: Int32Array;
  readonly lastBar: Int32Array;
  /** M2 bars of all sessions: of each those before the window (`before`), then its own (`own`). */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly before: Int32Array;
  readonly own: Int32Array;
  /** End of the session's M2 bars. */
  readonly end: Int32Array;
  /** The first own M2 bar that holds the middle of the Initial Balance; `end` where none does. */
  readonly touch: Int32Array;
}

interface Options {
  readonly waitMinutes: number;
  readonly horizonMinutes: number;
}

export function tradeWindows(
  bars: StepBars,
  levels: IbLevels,
  { waitMinutes, horizonMinutes }: Options,
): TradeWindows {
  const { length } = levels;
  const start = new Float64Array(length);
  const [firstBar, lastBar] = [new Int32Array(length), new Int32Array(length)];
  const [before, own, end] = [
    new Int32Array(length),
    new Int32Array(length),
    new Int32Array(length),
  ];
  const made = emptyBars();
  for (let day = 0; day < length; day++) {
    const from = (levels.end[day] as number) + waitMinutes * MINUTE;
    const range = { from: levels.firstBar[day] as number, to: levels.dayEnd[day] as number };
    const first = barAt(bars.time, from, range);
    const past = barAt(bars.time, from + horizonMinutes * MINUTE + 1, { ...range, from: first });
    start[day] = from;
    firstBar[day] = first;
    lastBar[day] = past - 1;
    before[day] = made.time.length;
    addTwoMinuteBars(made, bars, { from: range.from, to: first });
    own[day] = made.time.length;
    addTwoMinuteBars(made, bars, { from: first, to: past });
    end[day] = made.time.length;
  }
  const windows = {
    start,
    firstBar,
    lastBar,
    time: Float64Array.from(made.time),
    open: Float64Array.from(made.open),
    high: Float64Array.from(made.high),
    low: Float64Array.from(made.low),
    close: Float64Array.from(made.close),
    before,
    own,
    end,
  };
  return { ...windows, touch: firstTouches(windows, levels.middle) };
}

function firstTouches(
  { own, end, low, high }: Pick<TradeWindows, 'own' | 'end' | 'low' | 'high'>,
  middle: Float64Array,
): Int32Array {
  return own.map((first, day) => {
    const level = middle[day] as number;
    const to = end[day] as number;
    let at = first;
    while (at < to && !((low[at] as number) <= level && (high[at] as number) >= level)) at++;
    return at;
  });
}
