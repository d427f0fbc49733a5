const ZERO = 48;
const POINTS = { '.': 46, ',': 44 };
/** Ten to these powers is exact, and so is a whole number up to 2^53 divided by one of them. */
const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);
const LARGEST_EXACT = 2 ** 53;
interface Options {
  readonly to: number;
  readonly decimal: '.' | ',';
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number in the bytes from `from` up to `to`, NaN where there is none. The separator that is not
 * the decimal one may stand between thousands.
 */
export function parseNumber(bytes: Uint8Array, from: number, { to, decimal }: Options): number {
  const point = POINTS[decimal];
  let mantissa = 0;
  let places = -1;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      if (places >= 0) places++;
    } else if (digit === point - ZERO && places < 0) places = 0;
    else return parseRare(bytes, from, { to, decimal });
  }
  const isExact = mantissa < LARGEST_EXACT && places <= 22;
  if (!isExact || to - from <= Math.max(0, places + 1))
    return parseRare(bytes, from, { to, decimal });
  return places > 0 ? mantissa / (POWERS[places] as number) : mantissa;
}

const GROUPED = { '.': /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/, ',': /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/ };

/** Signs, currency, thousands, exponents, more digits than a double holds. */
function parseRare(bytes: Uint8Array, from: number, { to, decimal }: Options): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
    .toString('latin1')
    .replace(/^\$/, '');
  const separator = decimal === '.' ? ',' : '.';
  const bare = GROUPED[decimal].test(text) ? text.replaceAll(separator, '') : text;
  const plain = decimal === ',' ? bare.replace(',', '.') : bare;
  const value = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
