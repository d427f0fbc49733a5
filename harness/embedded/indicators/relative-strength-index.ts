/**
 * Wilder's relative strength index, from 0 to 100 (Wilder 1978). As in LEAN the averages begin with
 * the mean of the first `period` − 1 changes and are smoothed from the `period`-th on.
 */
export function relativeStrengthIndex(values: Float64Array, period: number): Float64Array {
  const indexes = new Float64Array(values.length);
  let gain = 0;
  let loss = 0;
  if (values.length > 0) indexes[0] = 100;
  for (let index = 1; index < values.length; index++) {
    const change = (values[index] as number) - (values[index - 1] as number);
    const weight = 1 / Math.min(index, period);
    gain += (Math.max(0, change) - gain) * weight;
    loss += (Math.max(0, -change) - loss) * weight;
    // LEAN takes losses that round to nothing in ten decimals for none.
    indexes[index] = loss < 5e-11 ? 100 : 100 - 100 / (1 + gain / loss);
  }
  return indexes;
}
