import { describeValue } from './describe-value.ts';
import { asNumber } from './loose-values.ts';
import type { Path } from './path.ts';
import { type Fields, isFields, type OlderProblem } from './translation.ts';

/** LEAN's list of parameters in our words. */
export interface LeanParameters {
  /** To be searched, as a job has them. */
  readonly tuned: readonly Fields[];
  /** Index in LEAN's list of each of these. */
  readonly places: readonly number[];
  /** Name → value of those that have one value. */
  readonly fixed: Fields;
  readonly problems: readonly OlderProblem[];
}

export interface LeanGrid {
  /** Steps of a range that states none. */
  readonly segments: number;
  /** Whether the grid is as fine as `min-step`, which a coarse search goes down to. */
  readonly fine: boolean;
}

/** `{ "Min-Step": 1 }` → `{ "minstep": 1 }`: LEAN minds neither case nor dashes. */
export function plainKeys(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key.toLowerCase().replaceAll(/[-_]/g, ''),
      value,
    ]),
  );
}

/** `[{ name, min, max, step }]`, `{ name, value }` for one that is given; `key` is name, too. */
export function leanParameters(list: readonly unknown[], grid: LeanGrid): LeanParameters {
  const tuned: Fields[] = [];
  const places: number[] = [];
  const fixed: Record<string, unknown> = {};
  const problems: OlderProblem[] = [];
  for (const [index, item] of list.entries()) {
    const path: Path = ['parameters', index];
    if (!isFields(item)) {
      problems.push({ path, wanted: 'an object', found: describeValue(item) });
      continue;
    }
    const { key, name = key, value, ...range } = plainKeys(item);
    if (value !== undefined) {
      if (typeof name === 'string') fixed[name] = asNumber(value);
      else problems.push({ path: [...path, 'name'], wanted: 'a name', found: describeValue(name) });
      continue;
    }
    places.push(index);
    // One in the words of a job stands as it is.
    tuned.push('type' in item ? item : rangeOf(name, range, { grid, path, problems }));
  }
  return { tuned, places, fixed, problems };
}

interface Reading {
  readonly grid: LeanGrid;
  readonly path: Path;
  readonly problems: OlderProblem[];
}

function rangeOf(name: unknown, stated: Fields, reading: Reading): Fields {
  const { min, max, step, minstep, values } = numbersOf(stated);
  if (Array.isArray(values)) {
    const numbers = values.map(asNumber);
    const whole = numbers.every(Number.isInteger);
    return { name, type: whole ? 'int' : 'float', values: numbers };
  }
  if (typeof min !== 'number' || typeof max !== 'number') {
    return { name, type: 'float', min: min ?? undefined, max: max ?? undefined };
  }
  const wide = max - min;
  const coarse = stepOf(step, wide / reading.grid.segments, { ...reading, key: 'step' });
  const whole = [min, max, coarse].every(Number.isInteger);
  const finest = stepOf(minstep, whole ? Math.max(1, Math.floor(coarse / 10)) : coarse / 10, {
    ...reading,
    key: 'min-step',
  });
  if (minstep !== undefined && finest > coarse) {
    const { path, problems } = reading;
    problems.push({
      path: [...path, 'min-step'],
      wanted: `at most the step, ${coarse}`,
      found: String(finest),
    });
  }
  const used = reading.grid.fine ? finest : coarse;
  const type = [min, max, used].every(Number.isInteger) ? 'int' : 'float';
  return { name, type, min, max, ...(used > 0 && { step: used }) };
}

/** What is stated, in full; the other one without the dust of a division. */
function stepOf(
  stated: unknown,
  otherwise: number,
  { path, problems, key }: Reading & { readonly key: string },
): number {
  if (stated === undefined) return Number(otherwise.toPrecision(12));
  if (typeof stated === 'number' && stated > 0) return stated;
  problems.push({ path: [...path, key], wanted: 'a number above 0', found: describeValue(stated) });
  return Number(otherwise.toPrecision(12));
}

function numbersOf(stated: Fields): Fields {
  return Object.fromEntries(
    Object.entries(stated).map(([key, value]) => [key, asNumber(value ?? undefined)]),
  );
}
