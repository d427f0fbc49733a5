import { dayOfDigits, parseDay, weekdayOf } from '../data/calendar-day.ts';

/** Before this year the rules below were others. */
export const FIRST_YEAR = 1998;
const LAST_YEAR = 2060;

/** Days on which the exchange closed for reasons that no rule knows. */
const UNPLANNED = [
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11',
  '2007-01-02',
  '2012-10-29',
  '2012-10-30',
  '2018-12-05',
  '2025-01-09',
];

/** The New York exchanges' holidays and days that end at 13:00, by their rules since 1998. */
export function usTradingDays(): { holidays: number[]; earlyCloses: number[] } {
  const holidays = UNPLANNED.map(parseDay);
  const earlyCloses: number[] = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    holidays.push(...holidaysOf(year));
    earlyCloses.push(...earlyClosesOf(year));
  }
  const closed = new Set(holidays);
  return {
    holidays: holidays.sort((a, b) => a - b),
    earlyCloses: earlyCloses.filter((day) => isWeekday(day) && !closed.has(day)),
  };
}

function holidaysOf(year: number): number[] {
  const newYear = dayOfDigits(year, 1, 1);
  const days = [
    // A New Year's Day on a Saturday is not made up for: the year's books close on the Friday.
    ...(weekdayOf(newYear) === 6 ? [] : [observed(newYear)]),
    nthMonday(year, 1, 3),
    nthMonday(year, 2, 3),
    easter(year) - 2,
    lastMondayOfMay(year),
    observed(dayOfDigits(year, 7, 4)),
    nthMonday(year, 9, 1),
    thanksgiving(year),
    observed(dayOfDigits(year, 12, 25)),
  ];
  return year >= 2022 ? [...days, observed(dayOfDigits(year, 6, 19))] : days;
}

function earlyClosesOf(year: number): number[] {
  return [dayOfDigits(year, 7, 3), thanksgiving(year) + 1, dayOfDigits(year, 12, 24)];
}

function isWeekday(day: number): boolean {
  return weekdayOf(day) % 6 !== 0;
}

/** Saturday's holidays are kept on Friday, Sunday's on Monday. */
function observed(day: number): number {
  if (weekdayOf(day) === 6) return day - 1;
  return weekdayOf(day) === 0 ? day + 1 : day;
}

function nthMonday(year: number, month: number, nth: number): number {
  const first = dayOfDigits(year, month, 1);
  return first + ((8 - weekdayOf(first)) % 7) + (nth - 1) * 7;
}

function lastMondayOfMay(year: number): number {
  const last = dayOfDigits(year, 5, 31);
  return last - ((weekdayOf(last) + 6) % 7);
}

/** The fourth Thursday of November. */
function thanksgiving(year: number): number {
  const first = dayOfDigits(year, 11, 1);
  return first + ((11 - weekdayOf(first)) % 7) + 21;
}

/** Easter Sunday: the anonymous Gregorian algorithm, J. Meeus, Astronomical Algorithms (1991), ch. 8. */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dayOfDigits(year, Math.floor(n / 31), (n % 31) + 1);
}
