import { roundTo } from './decimal-grid.ts';
import type { RangeDefinition } from './parameter-definition.ts';
import type { ParameterValue } from './parameter-set.ts';
import { type Scale, unitOf } from './scale.ts';

/** Significant digits of a continuous value, so that a value survives unit cube and file alike. */
const DIGITS = 13;

/** Values anywhere from min to max; levels mean nothing here. */
export function continuousScale(definition: RangeDefinition): Scale {
  const { min, max } = definition;
  const { middle, fromUnit, toUnit } =
    definition.log === true ? magnitudes(min, max) : line(min, max);
  const unit = (value: ParameterValue): number => unitOf(toUnit(Number(value)));
  return {
    levels: null,
    valueAt: () => middle,
    levelOf: (value) => (typeof value === 'number' && value >= min && value <= max ? 0 : -1),
    fromUnit: (u) => Math.min(max, Math.max(min, fromUnit(u))),
    toUnit: unit,
    cellOf: (value) => [unit(value), unit(value)],
  };
}

function line(min: number, max: number) {
  // max - min itself may be beyond the largest double.
  const half = max / 2 - min / 2;
  const digits = Math.min(
    DIGITS - 1 - exponentOf(half),
    DIGITS + 1 - exponentOf(Math.max(Math.abs(min), Math.abs(max))),
  );
  return {
    middle: min / 2 + max / 2,
    fromUnit: (u: number) => roundTo(min + u * half + u * half, digits),
    toUnit: (value: number) => (value / 2 - min / 2) / half,
  };
}

function magnitudes(min: number, max: number) {
  const low = Math.log(min);
  const span = Math.log(max) - low;
  return {
    middle: Math.sqrt(min) * Math.sqrt(max),
    fromUnit(u: number) {
      const value = Math.exp(low + u * span);
      return roundTo(value, DIGITS - 1 - exponentOf(value));
    },
    toUnit: (value: number) => (Math.log(value) - low) / span,
  };
}

function exponentOf(value: number): number {
  return Math.floor(Math.log10(value));
}
