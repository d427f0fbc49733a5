/** Differences below this part of a price are what doubles lose; LEAN's decimals lose none. */
const NOTHING = 1e-12;

/** Whether `a` is at least `b`, where what would be equal in decimals counts as equal. */
export function isAtLeast(a: number, b: number, size: number): boolean {
  return a - b >= -NOTHING * Math.abs(size);
}

/** Whether `a` is above `b`, where what would be equal in decimals does not count. */
export function isAbove(a: number, b: number, size: number): boolean {
  return a - b > NOTHING * Math.abs(size);
}
