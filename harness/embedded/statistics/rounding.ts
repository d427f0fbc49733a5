/** A half that doubles missed by this part still counts as a half. */
const HALF_TOLERANCE = 1e-13;

/** Rounds halves to even, as LEAN's decimals do. */
export function roundHalfEven(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** digits;
  const scaled = value * scale;
  const floor = Math.floor(scaled);
  const tolerance = HALF_TOLERANCE * Math.max(1, Math.abs(scaled));
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
