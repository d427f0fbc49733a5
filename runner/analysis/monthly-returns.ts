type Curve = readonly (readonly [number, number])[];

/** What an account gained or lost in a month, in percent of what it was at the month's start. */
export interface MonthReturn {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly percent: number;
}

const HOUR = 3_600;
/** West of here no market that LEAN knows has its midnight. */
const LAST_MIDNIGHT = 6 * HOUR;

/**
 * Returns by month from an equity curve of seconds since 1970 and values, oldest first. The first
 * month starts with the first value. A month that no point lies in is left out, and so is one that
 * starts with nothing left.
 */
export function monthlyReturns(equity: Curve): MonthReturn[] {
  const months: MonthReturn[] = [];
  let start = equity[0]?.[1] ?? 0;
  for (const [position, [seconds, value]] of equity.entries()) {
    const month = monthOf(seconds);
    const next = equity[position + 1];
    if (next !== undefined && monthOf(next[0]) === month) continue;
    if (start > 0) {
      const percent = (value / start - 1) * 100;
      months.push({ year: Math.floor(month / 12), month: (month % 12) + 1, percent });
    }
    start = value;
  }
  return months;
}

/**
 * Months since the year 0. LEAN samples a day at its end, which is midnight in the market's zone:
 * such a point tells of the day before. Zones are not known here; a full hour from 0 to 6 UTC is
 * taken for midnight from Greenwich to the west of America.
 */
function monthOf(seconds: number): number {
  const ofDay = seconds % (24 * HOUR);
  const isMidnight = ofDay % HOUR === 0 && ofDay <= LAST_MIDNIGHT;
  const at = new Date((isMidnight ? seconds - LAST_MIDNIGHT - 1 : seconds) * 1000);
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}
