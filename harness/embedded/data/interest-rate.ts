import { readFileSync } from 'node:fs';
import { parseDay } from './calendar-day.ts';

/** Yearly risk-free rate of a day, as a fraction. */
export type InterestRate = (day: number) => number;

/** What LEAN takes where its file is missing. */
export const defaultInterestRate: InterestRate = () => 0.01;

/** @throws Error where the file cannot be read */
export function readInterestRate(file: string): InterestRate {
  return parseInterestRate(readFileSync(file, 'utf8'));
}

/** Lines of `YYYY-MM-DD,percent` below a heading; a rate holds until the next one. */
function parseInterestRate(text: string): InterestRate {
  const rates = text
    .split(/\r?\n/)
    .map((line) => line.split(','))
    .map(([date, percent]) => ({ day: parseDay(date ?? ''), rate: Number(percent) / 100 }))
    .filter(({ day, rate }) => !Number.isNaN(day) && !Number.isNaN(rate))
    .sort((a, b) => a.day - b.day);
  const [first] = rates;
  if (first === undefined) return defaultInterestRate;
  return (day) => (rates.findLast((candidate) => candidate.day <= day) ?? first).rate;
}
