import { createDecimalGrid, roundTo } from './decimal-grid.ts';
import type { ParameterDefinition } from './parameter-definition.ts';
import type { ParameterValue } from './parameter-set.ts';

/** A parameter ready for use. `levels` counts its values; null where it is continuous. */
export interface Parameter {
  readonly name: string;
  readonly definition: ParameterDefinition;
  /** Whether the order of values means something: true but for categories and booleans. */
  readonly ordered: boolean;
  readonly levels: number | null;
  /** The value at a level; exact in decimals (level 3 of step 0.1 is 0.3). */
  valueAt(level: number): ParameterValue;
  /** The level of a value, or -1 where it is not one of the parameter's. */
  levelOf(value: ParameterValue): number;
  /** [0, 1) → value; stepped values own equal cells (equal in magnitude where `log`). */
  fromUnit(u: number): ParameterValue;
  /** The middle of the value's cell, so that `fromUnit(toUnit(v))` is `v`. */
  toUnit(value: ParameterValue): number;
}

type Range = Extract<ParameterDefinition, { min: number }>;

/** What the kinds of parameters do not share. */
type Scale = Omit<Parameter, 'name' | 'definition' | 'ordered'>;

/** Significant digits of a continuous value, so that a value survives unit cube and file alike. */
const DIGITS = 13;

/** A parameter ready for use; the definition is taken as checked. */
export function createParameter(definition: ParameterDefinition): Parameter {
  const ordered = definition.type === 'int' || definition.type === 'float';
  return { name: definition.name, definition, ordered, ...scaleOf(definition) };
}

function scaleOf(definition: ParameterDefinition): Scale {
  if (definition.type === 'boolean') return listed([false, true]);
  if (!('min' in definition)) return listed(definition.values);
  const step = stepOf(definition);
  if (definition.min === definition.max) return listed([definition.min]);
  if (step === undefined) return continuous(definition);
  return stepped(definition, step);
}

/** The grid's step; undefined where a parameter is continuous. */
export function stepOf(definition: Range): number | undefined {
  return definition.step ?? (definition.type === 'int' ? 1 : undefined);
}

function listed(values: readonly ParameterValue[]): Scale {
  const levels = values.length;
  const places = new Map(values.map((value, level) => [value, level]));
  const levelOf = (value: ParameterValue): number => places.get(value) ?? -1;
  return {
    levels,
    valueAt: (level) => values[level] as ParameterValue,
    levelOf,
    fromUnit: (u) => values[cell(u, levels)] as ParameterValue,
    toUnit: (value) => (levelOf(value) + 0.5) / levels,
  };
}

function stepped(definition: Range, step: number): Scale {
  const { min, max } = definition;
  const grid = createDecimalGrid(min, max, step);
  const { levels } = grid;
  const levelOf = (value: ParameterValue): number => {
    if (typeof value !== 'number') return -1;
    const near = Math.round((value - min) / step);
    // The division may be off by one where levels run into the trillions.
    for (const level of [near, near - 1, near + 1]) {
      if (level >= 0 && level < levels && grid.valueAt(level) === value) return level;
    }
    return -1;
  };
  const common = { levels, valueAt: grid.valueAt, levelOf };
  if (definition.log === true) {
    return { ...common, ...magnitudes(min, grid.valueAt(levels - 1), step, grid.valueAt) };
  }
  return {
    ...common,
    fromUnit: (u) => grid.valueAt(cell(u, levels)),
    toUnit: (value) => (levelOf(value) + 0.5) / levels,
  };
}

/** Cells between `v ± step / 2`, laid out by magnitude. */
function magnitudes(
  min: number,
  max: number,
  step: number,
  valueAt: (level: number) => number,
): Pick<Parameter, 'fromUnit' | 'toUnit'> {
  // A first cell that would reach below 0 is as wide in magnitude below `min` as above it.
  const lowest = min - step / 2 > 0 ? min - step / 2 : (min * min) / (min + step / 2);
  const low = Math.log(lowest);
  const span = Math.log(max + step / 2) - low;
  const last = Math.round((max - min) / step);
  const unit = (x: number): number => (Math.log(x) - low) / span;
  return {
    fromUnit(u) {
      const level = Math.round((Math.exp(low + u * span) - min) / step);
      return valueAt(Math.min(last, Math.max(0, level)));
    },
    toUnit(value) {
      const x = Number(value);
      return (unit(Math.max(lowest, x - step / 2)) + unit(x + step / 2)) / 2;
    },
  };
}

/** Here levels mean nothing: every value inside the bounds has level 0. */
function continuous({ min, max, log = false }: Range): Scale {
  const clip = (value: number): number => Math.min(max, Math.max(min, value));
  const levelOf = (value: ParameterValue): number =>
    typeof value === 'number' && value >= min && value <= max ? 0 : -1;
  const common = {
    levels: null,
    valueAt: () => (log ? Math.sqrt(min) * Math.sqrt(max) : middle(min, max)),
    levelOf,
  };
  if (log) {
    const low = Math.log(min);
    const span = Math.log(max) - low;
    const fromUnit = (u: number): number => {
      const value = Math.exp(low + u * span);
      return clip(roundTo(value, DIGITS - 1 - exponentOf(value)));
    };
    return {
      ...common,
      fromUnit,
      toUnit: (value) => unitOf((Math.log(Number(value)) - low) / span),
    };
  }
  // max - min itself may be beyond the largest double.
  const span = max / 2 - min / 2;
  const digits = Math.min(
    DIGITS - 1 - exponentOf(span),
    DIGITS + 1 - exponentOf(Math.max(Math.abs(min), Math.abs(max))),
  );
  return {
    ...common,
    fromUnit: (u) => clip(roundTo(min + u * span + u * span, digits)),
    toUnit: (value) => unitOf((Number(value) / 2 - min / 2) / span),
  };
}

function cell(u: number, levels: number): number {
  return Math.min(levels - 1, Math.max(0, Math.floor(u * levels)));
}

function middle(min: number, max: number): number {
  return min / 2 + max / 2;
}

function exponentOf(value: number): number {
  return Math.floor(Math.log10(value));
}

/** [0, 1): the upper bound itself stands just below 1. */
function unitOf(u: number): number {
  return Math.min(1 - Number.EPSILON / 2, Math.max(0, u));
}
