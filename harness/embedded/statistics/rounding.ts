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

/** Of a day's return in percent, as small as LEAN has it. */
const UNITS = 1e10;

/**
 * LEAN rounds a day's return in percent to ten decimals; then, as all points of a chart, to seven
 * significant digits, of large ones to four decimals. Halves that the first leaves go to even.
 */
export function chartRound(value: number): number {
  // On most days of many backtests nothing is held.
  if (value === 0) return 0;
  const units = Math.round(value * UNITS);
  const step = stepOf(Math.abs(units));
  const floor = Math.floor(units / step);
  const rest = 2 * (units - floor * step);
  const isUp = rest > step || (rest === step && floor % 2 !== 0);
  return (isUp ? floor + 1 : floor) / (UNITS / step);
}

/** How many units the last digit that is kept is worth; without a loop, since there are thousands in a backtest. */
function stepOf(units: number): number {
  if (units >= 1e10) {
    if (units >= 1e12) return 1e6;
    return units >= 1e11 ? 1e5 : 1e4;
  }
  if (units >= 1e8) return units >= 1e9 ? 1e3 : 1e2;
  return units >= 1e7 ? 10 : 1;
}
