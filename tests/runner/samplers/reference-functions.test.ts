import { describe, expect, it } from 'vitest';
import { readReferenceFunctions } from '../../bench/reference-functions.ts';

const functions = readReferenceFunctions();
if (functions.length === 0) console.warn('skipped: the shared reference functions are not here');

describe.skipIf(functions.length === 0)('reference functions', () => {
  it.each(functions)('$name reproduces its test vectors', ({ vectors, evaluate }) => {
    for (const { params, value } of vectors) {
      expect(Math.abs(evaluate(params) - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
    }
  });
});
