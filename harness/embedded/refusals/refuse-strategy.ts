import { misspelled, namesOf, refusalOf } from './refuse-names.ts';
import { ALGORITHM_NAMES } from './refused-names.ts';

/**
 * Refuses a strategy with methods that LEAN would call and this engine does not: those it has no such
 * events for, and those that are spelled as in C# or Python.
 * @throws InputError
 */
export function refuseStrategy(strategy: object, base: object): void {
  const known = callbacksOf(base);
  for (let own = strategy; own !== base; own = Object.getPrototypeOf(own)) {
    for (const name of Object.getOwnPropertyNames(own)) {
      const group = ALGORITHM_NAMES.find((one) => namesOf(one).includes(name));
      if (group !== undefined && isCallback(name)) throw refusalOf(name, group).asInputError();
      const meant = camelCased(name);
      if (meant !== name && known.has(meant)) throw misspelled(name, meant).asInputError();
    }
  }
}

/** Everything that strategies call or are called by, in the spelling of C#: for what is not found. */
export function otherSpellings(base: object): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of allNamesOf(base)) {
    const spellings = [pascalCased(name), snakeCased(name)];
    // Indicators, which are capitals in C#.
    if (name === name.toLowerCase()) spellings.push(name.toUpperCase());
    for (const spelling of spellings) if (spelling !== name) names.set(spelling, name);
  }
  return names;
}

function callbacksOf(base: object): ReadonlySet<string> {
  return new Set(['initialize', ...allNamesOf(base).filter(isCallback)]);
}

function allNamesOf(base: object): string[] {
  const names: string[] = [];
  for (let own = base; own !== Object.prototype; own = Object.getPrototypeOf(own)) {
    names.push(...Object.getOwnPropertyNames(own));
  }
  return names.filter((name) => name !== 'constructor');
}

function isCallback(name: string): boolean {
  return /^on[A-Z]/.test(name);
}

function pascalCased(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function snakeCased(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCased(name: string): string {
  const joined = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}
