import type { SecurityData } from './security-data.ts';

interface Step {
  readonly security: SecurityData;
  readonly isInverted: boolean;
}

/** A currency's rate at each of the ascending moments. */
export function ratesAt(steps: readonly Step[], times: ArrayLike<number>): Float64Array {
  const rates = new Float64Array(times.length).fill(1);
  for (const { security, isInverted } of steps) {
    const prices = pricesAt(security, times);
    for (const [index, price] of prices.entries()) {
      rates[index] = (rates[index] as number) * (isInverted ? 1 / price : price);
    }
  }
  return rates;
}

function pricesAt({ bars, seed }: SecurityData, times: ArrayLike<number>): Float64Array {
  const { end, close, mark } = bars;
  const prices = new Float64Array(times.length);
  let next = 0;
  for (let index = 0; index < times.length; index++) {
    while (next < end.length && (end[next] as number) <= (times[index] as number)) next++;
    prices[index] = next === 0 ? seed : ((mark ?? close)[next - 1] as number);
  }
  return prices;
}
