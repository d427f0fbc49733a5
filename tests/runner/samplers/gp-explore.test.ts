import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';
import { createEvidence } from '../../../runner/samplers/evidence.ts';
import { explore } from '../../../runner/samplers/gp-explore.ts';
import { createSurrogates } from '../../../runner/samplers/gp-surrogate.ts';

/** Sets explored one after another in a space of which `known` was told, all answers alike. */
function explored(
  definitions: readonly ParameterDefinition[],
  { known, count, rules = [] }: { known: readonly object[]; count: number; rules?: string[] },
) {
  const space = createSpace(definitions, rules);
  const evidence = createEvidence(space);
  for (const [n, params] of known.entries()) {
    const told = { params: { ...params }, status: 'complete' as const, violations: {} };
    evidence.add({ ...told, fitness: n % 2 });
  }
  const { model } = createSurrogates(space, evidence, { design: known.length })();
  return Array.from({ length: count }, (_, n) => {
    const set = explore({ space, evidence, model, random: randomFrom(1, 2, n) });
    if (set !== null) evidence.mark(set);
    return set;
  });
}

const x: ParameterDefinition = { name: 'x', type: 'float', min: 0, max: 1 };
const y: ParameterDefinition = { name: 'y', type: 'float', min: 0, max: 1 };

describe('explore()', () => {
  it('keeps away from the ends of ranges, and draws all categories', () => {
    const kind: ParameterDefinition = {
      name: 'kind',
      type: 'categorical',
      values: ['a', 'b', 'c'],
    };
    const known = ['a', 'b', 'c'].flatMap((category) => [
      { x: 0.45, kind: category },
      { x: 0.55, kind: category },
    ]);
    const sets = explored([x, kind], { known, count: 60 });
    for (const set of sets) {
      expect(Number(set?.['x'])).toBeGreaterThanOrEqual(0.15);
      expect(Number(set?.['x'])).toBeLessThanOrEqual(0.85);
    }
    expect(new Set(sets.map((set) => set?.['kind']))).toEqual(new Set(['a', 'b', 'c']));
  });

  it('looks where nothing is known', () => {
    const known = Array.from({ length: 40 }, (_, n) => {
      return { x: (0.5 * (n + 0.5)) / 40, y: ((7 * n) % 40) / 40 };
    });
    for (const set of explored([x, y], { known, count: 20 })) {
      expect(Number(set?.['x'])).toBeGreaterThan(0.5);
    }
  });

  it('keeps the rules, and gives nothing where all sets are known', () => {
    const level = (name: string): ParameterDefinition => {
      return { name, type: 'int', min: 1, max: 3, step: 1 };
    };
    const known = [{ fast: 1, slow: 2 }];
    const sets = explored([level('fast'), level('slow')], {
      known,
      count: 3,
      rules: ['fast < slow'],
    });
    expect(sets[0]).toMatchObject({ slow: 3 });
    expect(sets[1]).toMatchObject({ slow: 3 });
    expect(sets[2]).toBeNull();
  });
});
