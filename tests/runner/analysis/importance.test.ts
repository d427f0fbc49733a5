import { describe, expect, it } from 'vitest';
import { importance } from '../../../runner/analysis/importance.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

const definitions: ParameterDefinition[] = [
  { name: 'a', type: 'float', min: 0, max: 1 },
  { name: 'b', type: 'float', min: 0, max: 1 },
  { name: 'c', type: 'int', min: 1, max: 20 },
];
const space = createSpace(definitions, []);

function searched(
  count: number,
  fitness: (set: ParameterSet) => number,
  within = space,
): Evaluation[] {
  return Array.from({ length: count }, (_, n) => {
    const params = within.draw(randomFrom(7, 0, n));
    return anEvaluation({ id: n + 1, params, fitness: fitness(params) });
  });
}

const number = (set: ParameterSet, name: string) => Number(set[name]);

describe('importance()', () => {
  it('is the share of the variance that each parameter explains alone', () => {
    // Var(4a) : Var(2b) = 4 : 1, and c has no part.
    const found = importance(
      searched(4_000, (set) => 4 * number(set, 'a') + 2 * number(set, 'b')),
      space,
    );
    expect(found?.parameters.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const [a, b, c] = found?.parameters.map(({ share }) => share) ?? [];
    expect(a).toBeCloseTo(0.8, 1);
    expect(b).toBeCloseTo(0.2, 1);
    expect(c).toBeLessThan(0.01);
    expect(found?.together).toBeLessThan(0.05);
  });

  it('tells what only two parameters together explain', () => {
    // (a − ½)(b − ½): neither matters by itself.
    const product = (set: ParameterSet) => (number(set, 'a') - 0.5) * (number(set, 'b') - 0.5);
    const found = importance(searched(4_000, product), space);
    expect(found?.together).toBeGreaterThan(0.8);
  });

  it('uses valid evaluations of the search alone, and says how many', () => {
    const evaluations = searched(100, (set) => number(set, 'a'));
    const others: Partial<Evaluation>[] = [
      { status: 'invalid', fitness: Number.NEGATIVE_INFINITY },
      { status: 'failed', fitness: Number.NEGATIVE_INFINITY },
      { is_oos: true, fitness: 1e9 },
    ];
    const all = [...evaluations, ...others.map((change) => anEvaluation({ id: 999, ...change }))];
    const found = importance(all, space);
    expect(found).toMatchObject({ used: 100, valid: 100 });
    expect(found).toEqual(importance(evaluations, space));
  });

  it('leaves out parameters that some sets lack, and those of one value', () => {
    const conditional = createSpace(
      [
        ...definitions,
        { name: 'kind', type: 'categorical', values: ['sma', 'ema'] },
        { name: 'decay', type: 'float', min: 0, max: 1, when: 'kind == "ema"' },
        { name: 'fixed', type: 'int', min: 3, max: 3 },
      ],
      [],
    );
    const byKind = (set: ParameterSet) => (set['kind'] === 'ema' ? 1 : 0);
    const found = importance(searched(500, byKind, conditional), conditional);
    expect(found?.conditional).toEqual(['decay']);
    expect(found?.parameters[0]).toMatchObject({ name: 'kind' });
    expect(found?.parameters[0]?.share).toBeGreaterThan(0.95);
    expect(found?.parameters.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'kind']);
  });

  it('is null where there is nothing to explain or too little to learn from', () => {
    expect(
      importance(
        searched(19, (set) => number(set, 'a')),
        space,
      ),
    ).toBeNull();
    expect(
      importance(
        searched(100, () => 1),
        space,
      ),
    ).toBeNull();
    expect(importance([], space)).toBeNull();
  });
});
