/** Parts of a lot, and of the number of lots: far above what doubles lose against LEAN's decimals. */
const TOLERANCE = 1e-9;
const PART = 1e-14;

/** The whole lots in a quantity, towards zero, as a quantity; those missed by a hair count as reached. */
export function wholeLots(quantity: number, lotSize: number): number {
  if (lotSize === 1 && Number.isInteger(quantity)) return quantity;
  const lots = towardsZero(quantity / lotSize);
  // Parts of one are divided out, since 1e-8 is no exact double but 1e8 is.
  return lotSize < 1 ? lots / Math.round(1 / lotSize) : lots * lotSize;
}

function towardsZero(value: number): number {
  const nearest = Math.round(value);
  if (Math.abs(value - nearest) <= Math.max(TOLERANCE, PART * Math.abs(value))) return nearest;
  return Math.trunc(value);
}
