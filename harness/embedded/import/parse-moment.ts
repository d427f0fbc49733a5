import { MS_PER_DAY } from '../data/calendar-day.ts';
import { type Cursor, createCursor, type Range, textOf } from './digit-cursor.ts';

/** Order of the parts of a date, or what a plain number of time counts. */
export type DateOrder = 'ymd' | 'mdy' | 'dmy' | 'unix' | 'unix-ms';

/** Parsed last; reused, since a million rows would make a million of them. */
export interface Moment {
  /** Wall-clock time as written, in ms; NaN where the bytes hold no date. */
  local: number;
  /** What the text says that the wall clock is ahead of UTC, in ms; NaN where it says nothing. */
  offset: number;
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A reader of dates in one order; `time` is the field of the time of day where it has its own. */
export type MomentParser = (bytes: Uint8Array, date: Range, time: Range | null) => Moment;

/** @see DateOrder */
export function momentParser(order: DateOrder): MomentParser {
  const moment: Moment = { local: Number.NaN, offset: Number.NaN };
  if (order === 'unix' || order === 'unix-ms') return unixParser(order, moment);
  const cursor = createCursor();
  const days = dayReader(order, cursor);
  return (bytes, date, time) => {
    moment.offset = Number.NaN;
    cursor.open(bytes, date);
    const day = days();
    if (time !== null) {
      if (!cursor.atEnd() && !cursor.atMidnight()) {
        moment.local = Number.NaN;
        return moment;
      }
      cursor.open(bytes, time);
    }
    moment.local = day * MS_PER_DAY + readTime(cursor, moment);
    return moment;
  };
}

/** Whole or decimal seconds; milliseconds, or by their size micro- or nanoseconds. */
function unixParser(order: 'unix' | 'unix-ms', moment: Moment): MomentParser {
  moment.offset = 0;
  return (bytes, { from, to }) => {
    const [, whole, places] = UNIX.exec(textOf(bytes, from, to)) ?? [];
    const count = Number(`${whole}.${places ?? '0'}`);
    const finer = order === 'unix' ? 0 : Math.max(0, Math.ceil(((whole?.length ?? 0) - 13) / 3));
    const ms = order === 'unix' ? Math.round(count * 1000) : Math.floor(count / 1000 ** finer);
    moment.local = whole === undefined ? Number.NaN : ms;
    return moment;
  };
}

const UNIX = /^(-?\d{1,19})(?:\.(\d*))?$/;

/** Reads a date, `20100104` or three parts, and gives its day; NaN where it is none. */
function dayReader(order: 'ymd' | 'mdy' | 'dmy', cursor: Cursor): () => number {
  const year = order.indexOf('y');
  const month = order.indexOf('m');
  const day = order.indexOf('d');
  const parts = [0, 0, 0];
  const most = [year === 0 ? 4 : 2, 2, year === 2 ? 4 : 2];
  const midnights = dayCache();
  const lengths = [0, 0, 0];
  /** True where a separator stands before the part. */
  function readPart(part: number): boolean {
    const apart = part > 0 && cursor.skip('-/. ');
    parts[part] = cursor.digits(most[part] as number);
    lengths[part] = cursor.length();
    return apart;
  }
  function fullYear(): number {
    const years = parts[year] as number;
    if (lengths[year] === 4) return years;
    // Two digits are a year only where they stand last: `10-01-04` is read in too many ways.
    return lengths[year] === 2 && year === 2 ? years + (years < 70 ? 2000 : 1900) : Number.NaN;
  }
  return () => {
    readPart(0);
    const apart = readPart(1);
    if (readPart(2) !== apart || (apart && cursor.atDigit())) return Number.NaN;
    return midnights(fullYear(), parts[month] as number, parts[day] as number);
  };
}

/** The last day is kept: rows of a day follow each other, and a date is dearer than a comparison. */
function dayCache() {
  let known = -1;
  let result = Number.NaN;
  return (year: number, month: number, day: number): number => {
    const key = (year * 100 + month) * 100 + day;
    if (key === known) return result;
    const valid =
      year >= 1800 && year <= 2200 && day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0);
    const utc = valid ? new Date(Date.UTC(year, month - 1, day)) : null;
    if (utc === null || utc.getUTCDate() !== day) return Number.NaN;
    known = key;
    result = utc.getTime() / MS_PER_DAY;
    return result;
  };
}

/** The time of day in ms, 0 where there is none; sets the offset where one follows. */
function readTime(cursor: Cursor, moment: Moment): number {
  if (cursor.atEnd()) return 0;
  cursor.skip('T t,_-');
  const first = cursor.digits(6);
  const time = cursor.skip(':') ? clockTime(first, cursor) : compactTime(first, cursor.length());
  if (cursor.skip('.')) {
    const fraction = cursor.digits(3);
    moment.local = time + (fraction * 1000) / 10 ** cursor.length();
    while (cursor.digits(9) >= 0);
  } else moment.local = time;
  if (!(moment.local <= MS_PER_DAY)) return Number.NaN;
  if (cursor.atEnd()) return moment.local;
  return (
    moment.local + readSuffix(cursor.rest().trim(), { moment, hours: Math.floor(time / HOUR) })
  );
}

/** `9:30`, `09:30:15`, once the hours and their colon are read. */
function clockTime(hours: number, cursor: Cursor): number {
  const minutes = cursor.digits(2);
  const seconds = cursor.skip(':') ? cursor.digits(2) : 0;
  return timeOf(hours, minutes, seconds);
}

/** `093000`, `93000`, `0930`, `930`, `09`. */
function compactTime(value: number, length: number): number {
  if (length >= 5)
    return timeOf(Math.floor(value / 1e4), Math.floor(value / 100) % 100, value % 100);
  if (length >= 3) return timeOf(Math.floor(value / 100), value % 100, 0);
  return timeOf(value, 0, 0);
}

function timeOf(hours: number, minutes: number, seconds: number): number {
  if (!(hours <= 24 && minutes <= 59 && seconds <= 59)) return Number.NaN;
  return hours * HOUR + minutes * MINUTE + seconds * 1000;
}

/** `Z`, `UTC`, `+01:00`, `AM`, `PM`: what the time has to be changed by, in ms. */
function readSuffix(text: string, { moment, hours }: { moment: Moment; hours: number }): number {
  const half = /^([AP])\.?M\.?$/i.exec(text)?.[1]?.toUpperCase();
  if (half !== undefined) {
    if (half === 'P') return hours < 12 ? 12 * HOUR : 0;
    return hours === 12 ? -12 * HOUR : 0;
  }
  const offset = /^(?:Z|(?:UTC|GMT)?([+-]\d\d?)?:?(\d\d)?)$/i.exec(text);
  if (offset === null) return Number.NaN;
  const [, whole = '0', part = '0'] = offset;
  const sign = whole.startsWith('-') ? -1 : 1;
  moment.offset = Number(whole) * HOUR + sign * Number(part) * MINUTE;
  return 0;
}
