import { createDecimalGrid } from './decimal-grid.ts';
import type { Problem } from './errors.ts';
import { stepOf } from './parameter.ts';
import type { ParameterDefinition, RangeDefinition } from './parameter-definition.ts';
import type { ParameterValue } from './parameter-set.ts';

type List = Extract<ParameterDefinition, { values: unknown }>;

/** What is wrong with one field: its key, what was wanted, what was found. */
type Fault = readonly [key: string, wanted: string, found: unknown];

const LONGEST_NAME = 200;

/** A file with a million faults needs no million lines to say so. */
const MOST_PROBLEMS = 100;

/** What is wrong with definitions as such; conditions are looked at when they are compiled. */
export function definitionProblems(definitions: readonly ParameterDefinition[]): Problem[] {
  const problems: Problem[] = [];
  const places = new Map<string, number>();
  for (const [index, definition] of definitions.entries()) {
    for (const fault of [nameFault(definition.name, places), valuesFault(definition)]) {
      if (fault === undefined) continue;
      const [key, wanted, found] = fault;
      problems.push({ path: `parameters[${index}].${key}`, wanted, found: show(found) });
    }
    places.set(definition.name, index);
    if (problems.length >= MOST_PROBLEMS) break;
  }
  return problems;
}

function nameFault(name: string, places: ReadonlyMap<string, number>): Fault | undefined {
  const before = places.get(name);
  if (before !== undefined)
    return ['name', `a name that parameters[${before}] does not have`, name];
  if (name.trim() === '' || name !== name.trim() || name.length > LONGEST_NAME) {
    return ['name', `1 to ${LONGEST_NAME} characters without spaces around them`, name];
  }
  if (/\p{Cc}/u.test(name)) {
    return ['name', 'a name without line breaks and other control characters', name];
  }
  // Assigning this key changes an object's prototype instead of adding a parameter.
  if (name === '__proto__') return ['name', 'a name that is safe as a key of an object', name];
  return undefined;
}

function valuesFault(definition: ParameterDefinition): Fault | undefined {
  if ('min' in definition) return rangeFault(definition);
  return 'values' in definition ? listFault(definition) : undefined;
}

function rangeFault(definition: RangeDefinition): Fault | undefined {
  const { min, max, log, type } = definition;
  const step = stepOf(definition);
  const isInt = type === 'int';
  const wanted = isInt ? 'a whole number' : 'a finite number';
  const fits = isInt ? Number.isSafeInteger : Number.isFinite;
  if (!fits(min)) return ['min', wanted, min];
  if (!fits(max)) return ['max', wanted, max];
  if (min > max) return ['max', `at least min (${min})`, max];
  if (log === true && min <= 0) return ['min', 'more than 0, since log is true', min];
  if (step === undefined) return undefined;
  if (!fits(step)) return ['step', wanted, step];
  if (step <= 0) return ['step', 'more than 0', step];
  return gridFault(definition, step);
}

function gridFault({ min, max }: RangeDefinition, step: number): Fault | undefined {
  const { levels } = createDecimalGrid(min, max, step);
  const largest = Math.max(Math.abs(min), Math.abs(max));
  if (levels > Number.MAX_SAFE_INTEGER) {
    return [
      'step',
      `at most ${Number.MAX_SAFE_INTEGER} values from min to max`,
      `${levels} values`,
    ];
  }
  if (levels > 1 && largest + step === largest) {
    return ['step', `a step that still shows beside ${largest}`, step];
  }
  return undefined;
}

function listFault({ values, type }: List): Fault | undefined {
  if (values.length === 0) return ['values', 'at least one value', 'none'];
  const seen = new Map<unknown, number>();
  for (const [place, value] of values.entries()) {
    const wanted = wantedInstead(value, values[place - 1], type);
    if (wanted !== undefined) return [`values[${place}]`, wanted, value];
    const before = seen.get(value);
    if (before !== undefined)
      return [`values[${place}]`, `a value unlike values[${before}]`, value];
    seen.set(value, place);
  }
  return undefined;
}

function wantedInstead(
  value: ParameterValue,
  before: ParameterValue | undefined,
  type: List['type'],
): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a finite number';
  if (type === 'categorical') return undefined;
  if (type === 'int' && !Number.isSafeInteger(value)) return 'a whole number';
  if (before !== undefined && value <= before) return `more than the value before it (${before})`;
  return undefined;
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
