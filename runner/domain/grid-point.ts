import { isActive, type MutableValues } from './active.ts';
import type { Frame } from './coupling.ts';
import type { Parameter } from './parameter.ts';
import type { ParameterSet } from './parameter-set.ts';
import { brokenRule } from './set-problem.ts';
import { ownValue, setOf } from './set-values.ts';

/** Cuts a point's number in the full grid into levels, the last parameter running fastest. */
type Decode = (index: bigint | number, levels: number[]) => void;

interface Group {
  /** Places of its parameters: from `start` up to, not with, `end`. */
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/** Groups of parameters small enough for plain numbers; BigInt divides once a group. */
function createDecode(radices: readonly number[]): Decode {
  const groups = groupsOf(radices);
  const [only] = groups.length === 1 ? groups : [];
  const decodeGroup = ({ start, end }: Group, number: number, levels: number[]): void => {
    let part = number;
    for (let place = end - 1; place >= start; place--) {
      const radix = radices[place] as number;
      const higher = Math.floor(part / radix);
      levels[place] = part - higher * radix;
      part = higher;
    }
  };
  return (index, levels) => {
    if (only !== undefined) {
      decodeGroup(only, Number(index), levels);
      return;
    }
    let rest = BigInt(index);
    for (const group of groups) {
      decodeGroup(group, Number(rest % BigInt(group.size)), levels);
      rest /= BigInt(group.size);
    }
  };
}

/** From the last parameter to the first. */
function groupsOf(radices: readonly number[]): Group[] {
  const groups: Group[] = [];
  let end = radices.length;
  let size = 1;
  for (let place = radices.length - 1; place >= 0; place--) {
    const radix = radices[place] as number;
    if (size * radix > Number.MAX_SAFE_INTEGER) {
      groups.push({ start: place + 1, end, size });
      end = place + 1;
      size = 1;
    }
    size *= radix;
  }
  groups.push({ start: 0, end, size });
  return groups;
}

/**
 * Finds the set at a point of the full grid; null where a rule forbids it, or where it only gives an
 * absent parameter another level.
 */
export function createAt(frame: Frame): (index: bigint | number) => ParameterSet | null {
  const { parameters } = frame;
  if (parameters.some(({ levels }) => levels === null)) {
    return () => {
      throw new RangeError('Cannot number the sets of a space: it has continuous parameters');
    };
  }
  const decode = createDecode(parameters.map(({ levels }) => levels ?? 1));
  const levels: number[] = [];
  return (index) => {
    decode(index, levels);
    const values: MutableValues = [];
    for (let i = 0; i < parameters.length; i++) {
      const level = levels[i] as number;
      const active = isActive(frame, i, values);
      if (!active && level !== 0) return null;
      values.push(active ? (parameters[i] as Parameter).valueAt(level) : undefined);
    }
    return brokenRule(frame, values) === undefined ? setOf(parameters, values) : null;
  };
}

/**
 * The inverse of `at` in plain numbers: the point of the full grid that a set stands at, -1 where it
 * stands at none. Undefined where the space is continuous or its points are beyond the safe integers.
 */
export function createPointOf(frame: Frame): ((set: ParameterSet) => number) | undefined {
  const { parameters, conditions } = frame;
  const radices = parameters.map(({ levels }) => levels ?? Number.POSITIVE_INFINITY);
  const size = radices.reduce((product, radix) => product * radix, 1);
  if (size > Number.MAX_SAFE_INTEGER) return undefined;
  const conditional = conditions.some((condition) => condition !== undefined);
  /** The level of a parameter that is there, 0 of one that may be absent, -1 of one that is neither. */
  const levelIn = (values: MutableValues, index: number, value: MutableValues[number]): number => {
    const exists = conditions[index] === undefined || isActive(frame, index, values);
    if (exists !== (value !== undefined)) return -1;
    return value === undefined ? 0 : (parameters[index] as Parameter).levelOf(value);
  };
  return (set) => {
    const values: MutableValues = [];
    let point = 0;
    let found = 0;
    for (let i = 0; i < parameters.length; i++) {
      const value = ownValue(set, (parameters[i] as Parameter).name);
      if (conditional) values.push(value);
      const level = levelIn(values, i, value);
      if (level < 0) return -1;
      if (value !== undefined) found++;
      point = point * (radices[i] as number) + level;
    }
    return found === Object.keys(set).length ? point : -1;
  };
}
