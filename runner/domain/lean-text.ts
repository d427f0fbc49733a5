import type { ParameterValue } from './parameter-set.ts';

/** A parameter's value as LEAN's configuration has it: text. LEAN's decimals know no exponent. */
export function leanText(value: ParameterValue): string {
  const text = String(value);
  if (typeof value !== 'number' || !text.includes('e')) return text;
  return value.toFixed(28).replace(/\.?0+$/, '');
}
