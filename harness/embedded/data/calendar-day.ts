/**
 * Days are whole numbers, counted from 1970-01-01, and wall-clock times are milliseconds from that
 * day's midnight on the same wall clock ("local ms"): plain numbers in typed arrays, free of zones.
 */
export const MS_PER_DAY = 86_400_000;

/** `YYYYMMDD` digits → day. */
export function dayOfDigits(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

/** `2005-01-03` or `20050103` → day; NaN where the text is no date. */
export function parseDay(text: string): number {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text.trim());
  if (match === null) return Number.NaN;
  return dayOfDigits(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** day → `2005-01-03` */
export function formatDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

export function dayOf(localMs: number): number {
  return Math.floor(localMs / MS_PER_DAY);
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
