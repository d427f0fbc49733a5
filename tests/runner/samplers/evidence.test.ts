import { describe, expect, it } from 'vitest';
import { createSpace } from '../../../runner/domain/space.ts';
import { createEvidence, learnableValues } from '../../../runner/samplers/evidence.ts';

const space = createSpace([{ name: 'x', type: 'int', min: 0, max: 999 }], []);

function factsOf(fitnesses: readonly number[]) {
  const evidence = createEvidence(space);
  for (const [x, fitness] of fitnesses.entries()) {
    const status = Number.isNaN(fitness) ? 'failed' : 'complete';
    evidence.add({ params: { x }, status, fitness, violations: {} });
  }
  return evidence.facts;
}

/** The first four are from an even spread; the search then went on far above them. */
const valley = [-9e5, -5e5, -7e5, -1e5, -40, -30, -20, -10, -9, -8, -7, -5];

describe('learnableValues()', () => {
  it('are linear down to the median of the first, logarithmic below', () => {
    const values = learnableValues(factsOf([-3, -1, -2, -8, 0, -20]), 3);
    const expected = [-1 - Math.log(1.5), -0.5, -1, -1 - Math.log(4), 0, -1 - Math.log(10)];
    for (const [n, value] of expected.entries()) expect(values[n]).toBeCloseTo(value, 12);
  });

  it('tell sets of a deep valley apart only where the focus is on the best', () => {
    const facts = factsOf(valley);
    const all = learnableValues(facts, 4);
    const best = learnableValues(facts, 4, 'best');
    expect(Math.abs(all[11]! - all[5]!)).toBeLessThan(1e-4);
    expect(best[11]! - best[5]!).toBeGreaterThan(0.05);
    // What is far below stays in order, and near enough not to hide the rest.
    expect(best[0]!).toBeLessThan(best[3]!);
    expect(best[0]!).toBeGreaterThan(-20);
  });

  it('are the same for both while the first sets are not yet far below', () => {
    const facts = factsOf([-3, -1, -2, -8, 0, -4]);
    expect(learnableValues(facts, 4, 'best')).toEqual(learnableValues(facts, 4));
  });

  it('put what failed below all that did not', () => {
    const values = learnableValues(factsOf([-3, Number.NaN, -2, -8]), 4, 'best');
    expect(values[1]).toBeLessThan(Math.min(values[0]!, values[2]!, values[3]!));
    expect([...learnableValues(factsOf([Number.NaN, Number.NaN]), 2, 'best')]).toEqual([0, 0]);
  });
});
