/**
 * Numbers `min, min + step, …` up to `max`, held as scaled integers, so that each is the double
 * nearest to its decimal text: level 3 of step 0.1 is 0.3, not 0.30000000000000004.
 */
export interface DecimalGrid {
  /** Rounded where it is beyond the safe integers. */
  readonly levels: number;
  valueAt(level: number): number;
}

/** Powers of ten up to 10^22 are exact doubles, and so is the quotient of two exact doubles rounded once. */
const MOST_EXACT_DECIMALS = 22;

export function createDecimalGrid(min: number, max: number, step: number): DecimalGrid {
  if (Number.isSafeInteger(min) && Number.isSafeInteger(step) && Number.isSafeInteger(max - min)) {
    const levels = Math.floor((max - min) / step) + 1;
    return { levels, valueAt: (level) => min + level * step };
  }
  const decimals = Math.max(decimalsOf(min), decimalsOf(max), decimalsOf(step));
  const first = scaled(min, decimals);
  const span = scaled(max, decimals) - first;
  const stride = scaled(step, decimals);
  const levels = Number(span / stride + 1n);
  const exact = [first, first + span, span, stride].every(isSafe);
  if (!exact || decimals > MOST_EXACT_DECIMALS) {
    return { levels, valueAt: (level) => Number(`${first + BigInt(level) * stride}e-${decimals}`) };
  }
  const [a, b, scale] = [Number(first), Number(stride), 10 ** decimals];
  return { levels, valueAt: (level) => (a + level * b) / scale };
}

/** Digits after the point of a number's shortest decimal text. */
function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

function scaled(value: number, decimals: number): bigint {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const zeros = decimals - fraction.length + Number(exponent);
  return BigInt(whole + fraction) * 10n ** BigInt(zeros);
}

function isSafe(value: bigint): boolean {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER);
}

/**
 * Takes binary dust off a result: rounds it to the 15th digit of `magnitude`, the largest number
 * that took part, so that 0.1 + 0.2 is 0.3 and 0.1 + 0.2 - 0.3 is 0.
 */
export function snap(value: number, magnitude: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return value;
  return roundTo(value, 14 - Math.floor(Math.log10(Math.abs(magnitude))));
}

/** Rounds to a number of digits after the point; negative numbers of digits round before it. */
export function roundTo(value: number, digits: number): number {
  if (digits > MOST_EXACT_DECIMALS) return Number(value.toPrecision(15));
  if (digits < 0) return Math.round(value / 10 ** -digits) * 10 ** -digits;
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
