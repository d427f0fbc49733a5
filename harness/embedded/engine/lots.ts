/** Parts of a lot, and of the number of lots: far above what doubles lose against LEAN's decimals. */
const TOLERANCE = 1e-9;
const PART = 1e-14;

/** The whole lots in a quantity, towards zero, as a quantity; those missed by a hair count as reached. */
export function wholeLots(quantity: number, lotSize: number): number {
  if (lotSize === 1 && Number.isInteger(quantity)) return quantity;
  return ofLots(towardsZero(quantity / lotSize), lotSize);
}

/** Parts of a lot, and of what is added up, that are no more than what doubles lose. */
const NOISE = 1e-6;
const LOST = 1e-15;

/** What is left of two quantities. A fee that was taken out of what was bought leaves parts of a lot. */
export function sumOfLots(first: number, second: number, lotSize: number): number {
  const sum = first + second;
  if (lotSize === 1 && Number.isInteger(sum)) return sum;
  const lots = ofLots(Math.round(sum / lotSize), lotSize);
  const noise = Math.max(lotSize * NOISE, (Math.abs(first) + Math.abs(second)) * LOST);
  return Math.abs(lots - sum) < noise ? lots : sum;
}

function ofLots(lots: number, lotSize: number): number {
  // Parts of one are divided out, since 1e-8 is no exact double but 1e8 is.
  return lotSize < 1 ? lots / Math.round(1 / lotSize) : lots * lotSize;
}

function towardsZero(value: number): number {
  const nearest = Math.round(value);
  if (Math.abs(value - nearest) <= Math.max(TOLERANCE, PART * Math.abs(value))) return nearest;
  return Math.trunc(value);
}
