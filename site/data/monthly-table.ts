import type { MonthReturn } from '../../runner/server/evaluation-views.ts';

/** A return of the table, in percent, and how strong its tint is: −1 the worst, 1 the best. */
export interface MonthCell {
  readonly percent: number;
  readonly heat: number;
}

export interface YearRow {
  readonly year: number;
  /** January to December; null where the backtest has nothing of the month. */
  readonly months: readonly (MonthCell | null)[];
  readonly whole: MonthCell;
}

/** The middle of what is usual must not be paled by one month beyond measure. */
const FULL_TINT_SHARE = 0.95;

/** Returns as rows of a year each, the first year first. A year's own is its months' compounded. */
export function monthlyTable(returns: readonly MonthReturn[]): readonly YearRow[] {
  const years = [...new Set(returns.map(({ year }) => year))].sort((a, b) => a - b);
  const rows = years.map((year) => {
    const own = returns.filter((one) => one.year === year);
    const whole = (own.reduce((product, one) => product * (1 + one.percent / 100), 1) - 1) * 100;
    return { year, own, whole };
  });
  const ofMonths = tintOf(returns.map(({ percent }) => percent));
  const ofYears = tintOf(rows.map(({ whole }) => whole));
  return rows.map(({ year, own, whole }) => ({
    year,
    months: Array.from({ length: 12 }, (_, index) => {
      const found = own.find(({ month }) => month === index + 1);
      return found === undefined ? null : cellOf(found.percent, ofMonths);
    }),
    whole: cellOf(whole, ofYears),
  }));
}

function cellOf(percent: number, tint: (percent: number) => number): MonthCell {
  return { percent, heat: tint(percent) };
}

function tintOf(all: readonly number[]): (percent: number) => number {
  const sizes = all.map(Math.abs).sort((a, b) => a - b);
  const full = sizes[Math.floor((sizes.length - 1) * FULL_TINT_SHARE)] ?? 0;
  return (percent) => (full === 0 ? 0 : Math.max(-1, Math.min(1, percent / full)));
}
