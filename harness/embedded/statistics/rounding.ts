/** A half that doubles missed by this part still counts as a half. */
const HALF_TOLERANCE = 1e-13;

/**
 * Rounds halves to even, as LEAN's decimals do.
 * @param size of the largest number that the value was reckoned from, where that is larger
 */
export function roundHalfEven(value: number, digits: number, size = 1): number {
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** digits;
  const scaled = value * scale;
  const floor = Math.floor(scaled);
  const tolerance = HALF_TOLERANCE * Math.max(size === 1 ? 1 : size * scale, Math.abs(scaled));
  const isHalf = Math.abs(scaled - floor - 0.5) <= tolerance;
  const rounded = isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(scaled);
  // Adding 0 turns a negative zero into the one that prints without a sign.
  return rounded / scale + 0;
}

/** Rounds halves away from zero, as LEAN's number formats do. */
export function roundHalfAway(value: number, digits: number): number {
  const scale = 10 ** digits;
  const scaled = Math.abs(value) * scale;
  const tolerance = HALF_TOLERANCE * Math.max(1, scaled);
  return (Math.sign(value) * Math.floor(scaled + 0.5 + tolerance)) / scale + 0;
}

/**
 * LEAN keeps the points of a chart, and reads daily returns from them, in percent with seven
 * significant digits; but four decimals of large ones and ten of small ones.
 */
export function chartRound(value: number): number {
  let size = Math.abs(value);
  let scale = 1e6;
  if (size >= 10) scale = size >= 100 ? 1e4 : 1e5;
  else {
    for (; size < 1 && scale < 1e10; size *= 10) scale *= 10;
  }
  return Math.round(value * scale) / scale;
}
