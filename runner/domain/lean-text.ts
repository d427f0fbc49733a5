import type { ParameterValue } from './parameter-set.ts';

/** A parameter's value as LEAN's configuration has it: text. LEAN's decimals know no exponent. */
export function leanText(value: ParameterValue): string {
  const text = String(value);
  if (typeof value !== 'number') return text;
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  // The shortest digits of the number, moved: toFixed() would print those of its binary value.
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}
