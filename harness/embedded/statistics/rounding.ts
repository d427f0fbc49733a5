/** A half that doubles missed by this part still counts as a half. */
const HALF_TOLERANCE = 1e-9;

/** Rounds halves to even, as LEAN's decimals do. */
export function roundHalfEven(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** digits;
  const scaled = value * scale;
  const floor = Math.floor(scaled);
  const tolerance = HALF_TOLERANCE * Math.max(1, Math.abs(scaled));
  const isHalf = Math.abs(scaled - floor - 0.5) <= Math.min(tolerance, 0.01);
  const rounded = isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(scaled);
  // Adding 0 turns a negative zero into the one that prints without a sign.
  return rounded / scale + 0;
}
