import type { Resolution } from '../../../runner/domain/bar-import.ts';
import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { type TimeZone, timeZone } from '../data/time-zone.ts';
import type { BarTable } from './bar-table.ts';

/** LEAN writes fixed distances as `UTC-05`, which the time zone database calls otherwise. */
export function zoneNamed(id: string): TimeZone {
  return timeZone(id.replace(/^UTC([+-]\d\d)$/, '$1:00'));
}

/** Moments in UTC ms. */
export function instantsOf({ local, offset, length }: BarTable, zone: TimeZone): Float64Array {
  const instants = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const [wall, ahead] = [local[index] as number, offset[index] as number];
    instants[index] = Number.isNaN(ahead) ? zone.toUtc(wall) : wall - ahead;
  }
  return instants;
}

interface Zones {
  /** Of times that do not say theirs. */
  readonly source: TimeZone;
  /** That the bars are kept in. */
  readonly data: TimeZone;
}

/** Starts of bars on the wall clock of the data's zone; daily bars start at midnight. */
export function placeTimes(
  table: BarTable,
  resolution: Resolution,
  { source, data }: Zones,
): Float64Array {
  if (resolution === 'daily') return placeDays(table, data);
  const { local, offset, length } = table;
  const times = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const [wall, ahead] = [local[index] as number, offset[index] as number];
    if (!Number.isNaN(ahead)) times[index] = data.toLocal(wall - ahead);
    else times[index] = source === data ? wall : data.toLocal(source.toUtc(wall));
  }
  return times;
}

/** A day is the date as it is written, but for moments in UTC within the day: there it is the zone's. */
function placeDays({ local, offset, length }: BarTable, data: TimeZone): Float64Array {
  const moments =
    offset.every((ahead) => ahead === 0) && local.some((time) => time % MS_PER_DAY !== 0);
  const days = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const time = local[index] as number;
    days[index] = dayOf(moments ? data.toLocal(time) : time) * MS_PER_DAY;
  }
  return days;
}
