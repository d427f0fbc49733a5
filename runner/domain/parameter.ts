import { continuousScale } from './continuous-scale.ts';
import { createDecimalGrid } from './decimal-grid.ts';
import type { ParameterDefinition, RangeDefinition } from './parameter-definition.ts';
import type { ParameterValue } from './parameter-set.ts';
import { type Scale, unitOf } from './scale.ts';

/** A parameter ready for use. */
export interface Parameter extends Scale {
  readonly name: string;
  readonly definition: ParameterDefinition;
  /** Whether the order of values means something: true but for categories and booleans. */
  readonly ordered: boolean;
}

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
  if (step === undefined) return continuousScale(definition);
  return stepped(definition, step);
}

/** The grid's step; undefined where a parameter is continuous. */
export function stepOf(definition: RangeDefinition): number | undefined {
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
    ...equalCells(levelOf, levels),
  };
}

function stepped(definition: RangeDefinition, step: number): Scale {
  const { min, max } = definition;
  const grid = createDecimalGrid(min, max, step);
  const { levels } = grid;
  const isAt = (level: number, value: number): boolean =>
    level >= 0 && level < levels && grid.valueAt(level) === value;
  const levelOf = (value: ParameterValue): number => {
    if (typeof value !== 'number') return -1;
    const near = Math.round((value - min) / step);
    if (isAt(near, value)) return near;
    // The division may be off by one where levels run into the trillions.
    if (isAt(near - 1, value)) return near - 1;
    return isAt(near + 1, value) ? near + 1 : -1;
  };
  const common = { levels, valueAt: grid.valueAt, levelOf };
  if (definition.log === true) {
    return { ...common, ...magnitudes(min, grid.valueAt(levels - 1), step, grid.valueAt) };
  }
  return {
    ...common,
    fromUnit: (u) => grid.valueAt(cell(u, levels)),
    ...equalCells(levelOf, levels),
  };
}

/** Cells between `v ± step / 2`, laid out by magnitude. */
function magnitudes(
  min: number,
  max: number,
  step: number,
  valueAt: (level: number) => number,
): Pick<Scale, 'fromUnit' | 'toUnit' | 'cellOf'> {
  // A first cell that would reach below 0 is as wide in magnitude below `min` as above it.
  const lowest = min - step / 2 > 0 ? min - step / 2 : (min * min) / (min + step / 2);
  const low = Math.log(lowest);
  const span = Math.log(max + step / 2) - low;
  const last = Math.round((max - min) / step);
  const unit = (x: number): number => (Math.log(x) - low) / span;
  const cellOf = (value: ParameterValue): readonly [number, number] => {
    const x = Number(value);
    return [unit(Math.max(lowest, x - step / 2)), unit(x + step / 2)];
  };
  return {
    fromUnit(u) {
      const level = Math.round((Math.exp(low + u * span) - min) / step);
      return valueAt(Math.min(last, Math.max(0, level)));
    },
    toUnit(value) {
      const [below, above] = cellOf(value);
      return unitOf((below + above) / 2);
    },
    cellOf,
  };
}

function equalCells(
  levelOf: (value: ParameterValue) => number,
  levels: number,
): Pick<Scale, 'toUnit' | 'cellOf'> {
  return {
    toUnit: (value) => unitOf((levelOf(value) + 0.5) / levels),
    cellOf(value) {
      const level = levelOf(value);
      return [level / levels, (level + 1) / levels];
    },
  };
}

function cell(u: number, levels: number): number {
  return Math.min(levels - 1, Math.max(0, Math.floor(u * levels)));
}
