/** Splits a double so that 47 bits stay: 14 digits (Veltkamp 1968). */
const SPLITTER = 2 ** 6 + 1;

/**
 * Mean of the last `period` values, of all where there are fewer. Sums are compensated (Neumaier
 * 1974) and means cut to 14 digits, so that two means which are equal in LEAN's decimals are equal
 * here, and no order depends on a rounding error.
 */
export function simpleMovingAverage(values: Float64Array, period: number): Float64Array {
  const means = new Float64Array(values.length);
  let sum = 0;
  let lost = 0;
  for (let index = 0; index < values.length; index++) {
    const added = values[index] as number;
    let next = sum + added;
    lost += Math.abs(sum) >= Math.abs(added) ? sum - next + added : added - next + sum;
    sum = next;
    if (index >= period) {
      const removed = -(values[index - period] as number);
      next = sum + removed;
      lost += Math.abs(sum) >= Math.abs(removed) ? sum - next + removed : removed - next + sum;
      sum = next;
    }
    means[index] = cut((sum + lost) / Math.min(period, index + 1));
  }
  return means;
}

function cut(value: number): number {
  const split = value * SPLITTER;
  return split - (split - value);
}
