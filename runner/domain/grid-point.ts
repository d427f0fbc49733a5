import { isActive, type MutableValues } from './active.ts';
import type { Frame } from './coupling.ts';
import type { Parameter } from './parameter.ts';
import type { ParameterSet } from './parameter-set.ts';
import { brokenRule } from './set-problem.ts';
import { setOf } from './set-values.ts';

/** Cuts a point's number in the full grid into levels, the last parameter running fastest. */
type Decode = (index: bigint, levels: number[]) => void;

interface Group {
  /** Places of its parameters: from `start` up to, not with, `end`. */
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/** Groups of parameters small enough for plain numbers; BigInt divides once a group. */
function createDecode(radices: readonly number[]): Decode {
  const groups = groupsOf(radices);
  return (index, levels) => {
    let rest = index;
    for (const { start, end, size } of groups) {
      let part = groups.length === 1 ? Number(rest) : Number(rest % BigInt(size));
      if (groups.length > 1) rest /= BigInt(size);
      for (let place = end - 1; place >= start; place--) {
        const radix = radices[place] as number;
        const higher = Math.floor(part / radix);
        levels[place] = part - higher * radix;
        part = higher;
      }
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
export function createAt(frame: Frame): (index: bigint) => ParameterSet | null {
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
