import { RefusedName } from './refused-name.ts';
import type { RefusedNames } from './refused-names.ts';

const ON_LEAN = 'LEAN itself for it (executor "process" or "docker")';

interface Refusing {
  /** What the names are of, as strategies write it. */
  readonly owner: string;
  readonly groups: readonly RefusedNames[];
  /** Whether a strategy may have a field of its own by one of the names. */
  readonly mayBeOwn?: boolean;
  /** What is meant by names in the spelling of other languages. */
  readonly spellings?: ReadonlyMap<string, string>;
}

/**
 * Lets objects of a class refuse names of LEAN's that they do not have, instead of being silent or
 * "not a function". The refusals lie behind every prototype of the class, where nothing else looks
 * that is found before.
 */
export function refuseNames(prototype: object, refusing: Refusing): void {
  const { owner, groups, mayBeOwn = false, spellings = new Map<string, string>() } = refusing;
  const refusals = Object.create(Object.prototype) as object;
  const define = (name: string, refuse: () => never) =>
    Object.defineProperty(refusals, name, { get: refuse, set: mayBeOwn ? ownField(name) : refuse });
  for (const group of groups) {
    for (const name of namesOf(group)) {
      define(name, () => {
        throw refusalOf(`${owner}.${name}`, group, mayBeOwn);
      });
    }
  }
  for (const [name, meant] of spellings) {
    define(name, () => {
      throw misspelled(name, meant);
    });
  }
  Object.setPrototypeOf(lastOf(prototype), refusals);
}

/** What is to be written where a name is spelled as in C# or Python. */
export function misspelled(name: string, meant: string): RefusedName {
  const wanted = `LEAN's names in camelCase, ${meant}`;
  return new RefusedName(name, { wanted, found: 'the spelling of another language' });
}

/** The names of a group, one by one. */
export function namesOf({ names }: RefusedNames): string[] {
  return names.split(/\s+/);
}

/** Why a name of LEAN's is not here, and what is. */
export function refusalOf(
  name: string,
  { why, instead = ON_LEAN }: RefusedNames,
  mayBeOwn = false,
): RefusedName {
  const own = mayBeOwn ? ', or a field of your own that the class declares' : '';
  return new RefusedName(name, { wanted: `${instead}${own}`, found: `an engine that ${why}` });
}

function ownField(name: string) {
  return function set(this: object, value: unknown): void {
    const plain = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(this, name, plain);
  };
}

/** The prototype behind which there is only JavaScript's own. */
function lastOf(prototype: object): object {
  const next: object | null = Object.getPrototypeOf(prototype);
  return next === null || next === Object.prototype ? prototype : lastOf(next);
}
