/** Weights each value with 2 / (period + 1); begins as the mean of the first `period` values, 0 before. */
export function exponentialMovingAverage(values: Float64Array, period: number): Float64Array {
  const averages = new Float64Array(values.length);
  const weight = 2 / (period + 1);
  let sum = 0;
  let average = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (index < period) sum += value;
    if (index === period - 1) average = sum / period;
    else if (index >= period) average = value * weight + average * (1 - weight);
    averages[index] = average;
  }
  return averages;
}
