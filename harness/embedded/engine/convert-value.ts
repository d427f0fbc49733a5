import type { ParameterValue } from '../../../runner/domain/parameter-set.ts';

/**
 * A parameter's value in the type of its default.
 * @throws Error where it cannot be read as that type
 */
export function convertValue(
  name: string,
  value: ParameterValue,
  wanted: ParameterValue,
): ParameterValue {
  if (typeof value === typeof wanted) return value;
  if (typeof wanted === 'string') return String(value);
  if (typeof wanted === 'number' && value !== '' && !Number.isNaN(Number(value)))
    return Number(value);
  if (typeof wanted === 'boolean' && (value === 'true' || value === 'false'))
    return value === 'true';
  throw new Error(`Cannot read parameter "${name}": wanted a ${typeof wanted}, found "${value}"`);
}
