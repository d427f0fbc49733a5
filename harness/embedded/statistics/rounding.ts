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

/** LEAN's percent of a day's return have so many decimals at most. */
const UNIT = 1e10;
const MOST_UNITS = 1e7;
const LARGEST_STEP = 1e6;

/**
 * LEAN rounds a day's return in percent to ten decimals; then, as all points of a chart, to seven
 * significant digits, of large ones to four decimals. Halves that the first leaves go to even.
 */
export function chartRound(value: number): number {
  const units = Math.round(value * UNIT);
  let step = 1;
  for (let size = Math.abs(units); size >= MOST_UNITS && step < LARGEST_STEP; size /= 10)
    step *= 10;
  const steps = units / step;
  const floor = Math.floor(steps);
  const isHalf = units - floor * step === step / 2;
  const rounded = isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(steps);
  return rounded / (UNIT / step);
}
