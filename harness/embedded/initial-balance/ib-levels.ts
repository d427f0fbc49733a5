import { timeZone } from '../data/time-zone.ts';
import type { StepBars } from '../steps/step-market.ts';
import type { IbWindow } from './ib-window.ts';
import { barAt, type SessionDays } from './session-days.ts';

/** The days on which an Initial Balance formed, a column each. Moments are UTC milliseconds. */
export interface IbLevels {
  readonly length: number;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly middle: Float64Array;
  readonly range: Float64Array;
  readonly end: Float64Array;
  /** First bar of the Initial Balance, and the end of the day's bars. */
  readonly firstBar: Int32Array;
  readonly dayEnd: Int32Array;
  /** Midnight of the day on the session's clock, in local milliseconds. */
  readonly midnight: Float64Array;
}

export function ibLevels(bars: StepBars, days: SessionDays, window: IbWindow): IbLevels {
  const zone = timeZone(window.zone);
  const rows: number[][] = [];
  for (let day = 0; day < days.length; day++) {
    const midnight = days.midnight[day] as number;
    const dayEnd = days.first[day + 1] as number;
    const range = { from: days.first[day] as number, to: dayEnd };
    const from = barAt(bars.time, zone.toUtc(midnight + window.start), range);
    const end = zone.toUtc(midnight + window.end);
    let [high, low] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let bar = from; bar < dayEnd && (bars.time[bar] as number) < end; bar++) {
      high = Math.max(high, bars.high[bar] as number);
      low = Math.min(low, bars.low[bar] as number);
    }
    if (high > low)
      rows.push([high, low, (high + low) / 2, high - low, end, from, dayEnd, midnight]);
  }
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] as number);
  return {
    length: rows.length,
    high: column(0),
    low: column(1),
    middle: column(2),
    range: column(3),
    end: column(4),
    firstBar: Int32Array.from(column(5)),
    dayEnd: Int32Array.from(column(6)),
    midnight: column(7),
  };
}
