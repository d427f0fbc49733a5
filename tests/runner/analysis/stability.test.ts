import { describe, expect, it } from 'vitest';
import { stability } from '../../../runner/analysis/stability.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

const space = createSpace(
  [
    { name: 'fast', type: 'int', min: 1, max: 10 },
    { name: 'level', type: 'float', min: 0, max: 1 },
    { name: 'kind', type: 'categorical', values: ['sma', 'ema'] },
  ],
  [],
);

function evaluated(sets: readonly (readonly [ParameterSet, Partial<Evaluation>])[]): Evaluation[] {
  return sets.map(([params, change], n) => anEvaluation({ id: n + 1, params, ...change }));
}

const best = [{ fast: 5, level: 0.5, kind: 'sma' }, { fitness: 2 }] as const;

describe('stability()', () => {
  it('looks at the sets within some steps of the best', () => {
    const found = stability(
      evaluated([
        [{ fast: 6, level: 0.5, kind: 'sma' }, { fitness: 1.8 }],
        best,
        [{ fast: 5, level: 0.51, kind: 'ema' }, { fitness: 1 }],
        [
          { fast: 4, level: 0.5, kind: 'sma' },
          { status: 'invalid', fitness: -Infinity },
        ],
        [{ fast: 5, level: 0.54, kind: 'sma' }, { fitness: 0.2 }],
        [{ fast: 9, level: 0.5, kind: 'sma' }, { fitness: -3 }],
        [{ fast: 10, level: 0.5, kind: 'sma' }, { fitness: -9 }],
        [
          { fast: 5, level: 0.5, kind: 'sma' },
          { fitness: 99, is_oos: true },
        ],
      ]),
      space,
    );
    expect(found?.best).toBe(2);
    expect(found?.around).toEqual([
      { radius: 1, evaluations: 3, valid: 2, mean: 1.4, median: 1.4, worst: 1, kept: 0.7 },
      { radius: 2, evaluations: 4, valid: 3, mean: 1, median: 1, worst: 0.2, kept: 0.5 },
      { radius: 4, evaluations: 5, valid: 4, mean: 0, median: 0.6, worst: -3, kept: 0 },
    ]);
  });

  it('says so where nothing near was valid, and where the best is a loss', () => {
    const alone = stability(evaluated([best]), space);
    expect(alone?.around[0]).toEqual({
      radius: 1,
      evaluations: 0,
      valid: 0,
      mean: null,
      median: null,
      worst: null,
      kept: null,
    });
    const loss = stability(
      evaluated([
        [best[0], { fitness: -1 }],
        [{ ...best[0], fast: 6 }, { fitness: -2 }],
      ]),
      space,
    );
    expect(loss?.around[0]).toMatchObject({ mean: -2, kept: null });
  });

  it('is null where no set is valid', () => {
    expect(stability(evaluated([[best[0], { status: 'failed' }]]), space)).toBeNull();
  });

  it('takes as many neighbours as a grid has', () => {
    const near = anEvaluation({ params: { fast: 6, level: 0.5, kind: 'sma' }, fitness: 1 });
    const worst = { ...near, fitness: 0.5 };
    const all = [...evaluated([best]), ...new Array(140_000).fill(near), worst];
    expect(stability(all, space)?.around[0]).toMatchObject({ evaluations: 140_001, worst: 0.5 });
  });
});
