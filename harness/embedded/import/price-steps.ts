import type { SortedBars } from './sorted-bars.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;
const MOST_DECIMALS = 8;
const EQUITY_SCALE = 10_000;

/** The power of ten that some thousand closes are whole multiples of. */
export function findTick({ close, length }: SortedBars): number {
  let decimals = 0;
  const stride = Math.max(1, Math.floor(length / 1000));
  for (let index = 0; index < length; index += stride) {
    const price = close[index] as number;
    while (decimals < MOST_DECIMALS && !isWhole(price * 10 ** decimals)) decimals++;
  }
  return 10 ** -decimals;
}

/** Bars with a price that has more decimals than LEAN keeps of equities. */
export function roundedCount(bars: SortedBars): number {
  let count = 0;
  for (let index = 0; index < bars.length; index++) {
    if (PRICES.some((name) => !isWhole((bars[name][index] as number) * EQUITY_SCALE))) count++;
  }
  return count;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, value);
}
