/** Highest of the last `period` values, of all where there are fewer. */
export function maximum(values: Float64Array, period: number): Float64Array {
  return extreme(values, period, (candidate, best) => candidate >= best);
}

/** Lowest of the last `period` values, of all where there are fewer. */
export function minimum(values: Float64Array, period: number): Float64Array {
  return extreme(values, period, (candidate, best) => candidate <= best);
}

/**
 * One pass with a queue of positions that can still become the extreme: each is better than all
 * behind it (Lemire 2006, "Streaming maximum-minimum filter").
 */
function extreme(
  values: Float64Array,
  period: number,
  isBetter: (candidate: number, best: number) => boolean,
): Float64Array {
  const extremes = new Float64Array(values.length);
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    while (tail > head && isBetter(value, values[queue[tail - 1] as number] as number)) tail--;
    queue[tail++] = index;
    if ((queue[head] as number) <= index - period) head++;
    extremes[index] = values[queue[head] as number] as number;
  }
  return extremes;
}
