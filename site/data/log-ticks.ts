/** Round within a decade, ever closer together: the closest that fit are drawn. */
const MANTISSAS = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8],
] as const;

function within(low: number, high: number, mantissas: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
    ticks.push(...mantissas.map((mantissa) => mantissa * 10 ** power));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** About `most` round values on a logarithmic axis, however many decades it has. */
export function logTicks(low: number, high: number, most: number): readonly number[] {
  if (!(low > 0) || !(high > low)) return [];
  let best = within(low, high, MANTISSAS[0]);
  for (const mantissas of MANTISSAS) {
    const ticks = within(low, high, mantissas);
    if (ticks.length > most) break;
    best = ticks;
  }
  return best;
}
