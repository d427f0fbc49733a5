import { MS_PER_DAY } from './calendar-day.ts';

/** LEAN's clock, whatever the exchange's: days of a backtest begin at its midnight. */
export const ALGORITHM_ZONE = 'America/New_York';

/** Converts between wall-clock milliseconds of a zone and UTC milliseconds. */
export interface TimeZone {
  readonly id: string;
  toUtc(localMs: number): number;
  toLocal(utcMs: number): number;
}

interface Transitions {
  /** UTC ms from which the offset of the same position holds. */
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(2060, 0, 1);
const zones = new Map<string, TimeZone>();

/** @throws RangeError where the id is no IANA zone */
export function timeZone(id: string): TimeZone {
  const known = zones.get(id);
  if (known !== undefined) return known;
  const zone = createTimeZone(id, readTransitions(id));
  zones.set(id, zone);
  return zone;
}

/** Wall-clock milliseconds of a zone as a date and time of day. */
export function plainDateTime(localMs: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(localMs)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
}

function readTransitions(id: string): Transitions {
  const starts = [FIRST];
  let moment = Temporal.Instant.fromEpochMilliseconds(FIRST).toZonedDateTimeISO(id);
  const offsets = [moment.offsetNanoseconds / 1e6];
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > LAST) return { starts, offsets };
    starts.push(next.epochMilliseconds);
    offsets.push(next.offsetNanoseconds / 1e6);
    moment = next;
  }
}

function createTimeZone(id: string, { starts, offsets }: Transitions): TimeZone {
  function offsetAt(utcMs: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= utcMs) low = middle;
      else high = middle - 1;
    }
    return offsets[low] as number;
  }
  return {
    id,
    toLocal: (utcMs) => utcMs + offsetAt(utcMs),
    toUtc(localMs) {
      // The offset a day before never lies past the next change, so two steps settle it.
      const guess = localMs - offsetAt(localMs - MS_PER_DAY);
      return localMs - offsetAt(guess);
    },
  };
}

/** So long before a moment by the algorithm's clock, as LEAN reckons: days stay days where clocks are changed. */
export function earlierByClock(utc: number, milliseconds: number): number {
  const zone = timeZone(ALGORITHM_ZONE);
  return zone.toUtc(zone.toLocal(utc) - milliseconds);
}
