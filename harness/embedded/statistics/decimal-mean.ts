/** A decimal of .NET: 96 bits of digits, 28 of them at most behind the point. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const LIMIT = 2n ** 96n;
const MOST_SCALE = 28;
/** Digits behind the point that LEAN prints of a trade statistic. */
const PRINTED = 10_000;
const CENTS = 100;

/**
 * The mean of amounts in whole cents. LEAN moves it from amount to amount in decimals, and what they
 * lose on the way decides how a mean is printed that lies in the middle of two printed ones: such a
 * mean is given as LEAN prints it, every other one unrounded.
 */
export function decimalMean(amounts: readonly number[]): number {
  const cents = centsOf(amounts);
  if (cents.length === 0) return 0;
  if (!isBetween(sum(cents), cents.length)) return sum(cents) / CENTS / cents.length;
  return printed(runningMean(cents));
}

/** The mean of some amounts less that of others, as many; see `decimalMean`. */
export function decimalMeanDifference(
  amounts: readonly number[],
  others: readonly number[],
): number {
  const [left, right] = [centsOf(amounts), centsOf(others)];
  if (left.length === 0) return 0;
  const total = sum(left) - sum(right);
  if (!isBetween(total, left.length)) return total / CENTS / left.length;
  return printed(add(runningMean(left), negative(runningMean(right))));
}

function centsOf(amounts: readonly number[]): number[] {
  return amounts.map((amount) => Math.round(amount * CENTS));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function isBetween(cents: number, count: number): boolean {
  const halves = (2 * cents * PRINTED) / CENTS;
  return halves % count === 0 && (halves / count) % 2 !== 0;
}

function runningMean(cents: readonly number[]): Decimal {
  let mean: Decimal = { digits: 0n, scale: 0 };
  for (const [index, amount] of cents.entries()) {
    const distance = add({ digits: BigInt(amount), scale: 2 }, negative(mean));
    mean = add(mean, divide(distance, BigInt(index + 1)));
  }
  return mean;
}

function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const digits = a.digits * power(scale - a.scale) + b.digits * power(scale - b.scale);
  return fitted(digits, 1n, scale);
}

function negative({ digits, scale }: Decimal): Decimal {
  return { digits: -digits, scale };
}

function divide({ digits, scale }: Decimal, by: bigint): Decimal {
  return fitted(digits * power(MOST_SCALE - scale), by, MOST_SCALE);
}

/** A fraction with as many digits behind the point as there is room for, up to a scale. */
function fitted(numerator: bigint, denominator: bigint, most: number): Decimal {
  let divisor = denominator;
  let scale = most;
  let digits = halfEven(numerator, divisor);
  while (digits >= LIMIT || -digits >= LIMIT) {
    divisor *= 10n;
    scale -= 1;
    digits = halfEven(numerator, divisor);
  }
  return { digits, scale };
}

function printed({ digits, scale }: Decimal): number {
  const numerator = digits * BigInt(PRINTED);
  return Number(halfEven(numerator, power(scale))) / PRINTED;
}

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  const rest = 2n * (numerator % denominator);
  const size = rest < 0n ? -rest : rest;
  const isUp = size > denominator || (size === denominator && whole % 2n !== 0n);
  if (!isUp) return whole;
  return whole + (numerator < 0n ? -1n : 1n);
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
