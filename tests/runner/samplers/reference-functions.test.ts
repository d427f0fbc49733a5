import { describe, expect, it } from 'vitest';
import { readObjectiveFunctions } from '../../bench/objective-functions.ts';
import { readReferenceFunctions } from '../../bench/reference-functions.ts';

const functions = readReferenceFunctions();
const several = readObjectiveFunctions();
if (functions.length === 0) console.warn('skipped: the shared reference functions are not here');

function expectNear(value: number, wanted: number): void {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(wanted)));
}

describe.skipIf(functions.length === 0)('reference functions', () => {
  it.each(functions)('$name reproduces its test vectors', ({ vectors, evaluate }) => {
    for (const { params, value } of vectors) {
      expect(Math.abs(evaluate(params) - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
    }
  });

  // The file names grid6_b as the objective of grid6_b_con, but does not hold its constants.
  it.each(several)('$name reproduces its test vectors and constraints', (problem) => {
    for (const { params, value, constraints = [] } of problem.vectors) {
      const wanted = typeof value === 'number' ? [value] : value;
      for (const [k, found] of (problem.objectives?.(params) ?? []).entries()) {
        expectNear(found, wanted[k]!);
      }
      const found = problem.constraints(params);
      expect(found).toHaveLength(constraints.length);
      for (const [k, amount] of found.entries()) expectNear(amount, constraints[k]!);
    }
  });
});
