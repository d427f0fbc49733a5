import { dayOfDigits } from '../data/calendar-day.ts';
import type { SecurityData } from '../data/security-data.ts';

/** LEAN's numbers of kinds and markets. */
const KINDS = { equity: 1, forex: 4, cfd: 6, crypto: 7 } as const;
const MARKETS: Readonly<Record<string, number>> = {
  usa: 1,
  fxcm: 2,
  oanda: 3,
  bitfinex: 5,
  kraken: 13,
  binance: 16,
  bybit: 37,
  coinbase: 38,
  interactivebrokers: 39,
};
/** Days are counted from here in LEAN's identifiers. */
const FIRST_DAY = dayOfDigits(1899, 12, 30);
const DAY_FACTOR = 10n ** 14n;

/**
 * LEAN's identifier of a security: for shares the ticker and day that the security was first listed
 * with, then kind and market, in base 36.
 */
export function symbolId({ subscription, reference }: SecurityData): string {
  const { ticker, securityType, market } = subscription;
  const first = securityType === 'equity' ? reference.mapFile.rows[0] : undefined;
  const days = first === undefined ? 0 : first.day - FIRST_DAY;
  const place = KINDS[securityType] + 100 * (MARKETS[market] ?? 0);
  const code = BigInt(days) * DAY_FACTOR + BigInt(place);
  return `${(first?.ticker ?? ticker).toUpperCase()} ${code.toString(36).toUpperCase()}`;
}
