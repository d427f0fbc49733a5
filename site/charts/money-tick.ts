import { formatMoney } from '../data/format.ts';

/** Millions in short: an axis has no room for all of their digits. */
export function moneyTick(value: number, currency: string): string {
  if (Math.abs(value) < 1e6) return formatMoney(value, currency);
  return `${formatMoney(value / 1e6, currency, 3)}M`;
}
