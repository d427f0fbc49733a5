import type { ParameterSet } from '../domain/parameter-set.ts';

/** Sets proposed one after another: `count` of them, or fewer where there is none left to propose. */
export function takeSets(count: number, propose: () => ParameterSet | null): ParameterSet[] {
  const sets: ParameterSet[] = [];
  while (sets.length < count) {
    const set = propose();
    if (set === null) break;
    sets.push(set);
  }
  return sets;
}
