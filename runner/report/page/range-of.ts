/** Lowest and highest of some numbers, a little further apart so that nothing lies at a border. */
export function rangeOf(values: Iterable<number>, padding = 0.04): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  if (low === high) return [low - (Math.abs(low) * 0.05 || 1), high + (Math.abs(high) * 0.05 || 1)];
  const wider = (high - low) * padding;
  return [low - wider, high + wider];
}

/** The same without the lowest part, which a few disasters would stretch. */
export function usualRange(values: readonly number[], left = 0.02): readonly [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return rangeOf(sorted.slice(Math.floor(sorted.length * left)));
}
