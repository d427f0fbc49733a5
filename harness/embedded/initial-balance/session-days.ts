import { MS_PER_DAY } from '../data/calendar-day.ts';
import { timeZone } from '../data/time-zone.ts';
import type { StepBars } from '../steps/step-market.ts';

/** The calendar days of a zone that have bars, in order. */
export interface SessionDays {
  readonly length: number;
  /** Midnight on the zone's wall clock, in local milliseconds. */
  readonly midnight: Float64Array;
  /** Positions of each day's first bar; one more than there are days, the last one the end. */
  readonly first: Int32Array;
}

export function sessionDays({ time, length }: StepBars, zoneId: string): SessionDays {
  const zone = timeZone(zoneId);
  const midnight: number[] = [];
  const first: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (let bar = 0; bar < length; bar++) {
    const utc = time[bar] as number;
    if (utc < end) continue;
    const start = Math.floor(zone.toLocal(utc) / MS_PER_DAY) * MS_PER_DAY;
    end = zone.toUtc(start + MS_PER_DAY);
    midnight.push(start);
    first.push(bar);
  }
  first.push(length);
  return {
    length: midnight.length,
    midnight: Float64Array.from(midnight),
    first: Int32Array.from(first),
  };
}

/** The first bar from `from` up to `to` that starts at `moment` or later; `to` where none does. */
export function barAt(
  time: ArrayLike<number>,
  moment: number,
  range: { from: number; to: number },
) {
  let { from, to } = range;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((time[middle] as number) < moment) from = middle + 1;
    else to = middle;
  }
  return from;
}
