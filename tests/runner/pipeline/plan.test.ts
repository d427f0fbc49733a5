import { describe, expect, test } from 'vitest';
import { planSearch } from '../../../runner/pipeline/plan.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { testSamplers } from '../../fixtures/test-samplers.ts';

describe('planSearch()', () => {
  test('adds the stages up, switched-off ones keep their place', () => {
    const off = { ...aStage('drawing', { samples: 50, batch: 5 }), enabled: false };
    const plan = planSearch(
      aJob({ stages: [off, aStage('climbing', { samples: 30, batch: 3 })] }),
      testSamplers,
    );
    expect(
      plan.stages.map(({ position, enabled, batch, budget }) => [position, enabled, batch, budget]),
    ).toEqual([
      [0, false, 5, 50],
      [1, true, 3, 30],
    ]);
    expect(plan.evaluations).toBe(30);
  });

  test('never plans more than the job allows or the space holds', () => {
    const stages = [aStage('drawing', { samples: 500, batch: 5 })];
    expect(
      planSearch(aJob({ stages, budget: { evaluations: 80 } }), testSamplers).evaluations,
    ).toBe(80);
    const parameters = [{ name: 'fast', type: 'int', min: 1, max: 4 }] as const;
    expect(planSearch(aJob({ stages, parameters, rules: [] }), testSamplers).evaluations).toBe(4);
  });

  test('refuses a stage that nothing would end', () => {
    const stages = [aStage('drawing', { samples: Number.POSITIVE_INFINITY, batch: 5 })];
    expect(() => planSearch(aJob({ stages }), testSamplers)).toThrow(
      /stages\[0\]: wanted a number of evaluations/,
    );
    expect(
      planSearch(aJob({ stages, budget: { seconds: 5 } }), testSamplers).evaluations,
    ).toBeGreaterThan(0);
  });

  test('refuses a job without an enabled stage', () => {
    expect(() => planSearch(aJob({ stages: [] }), testSamplers)).toThrow(/at least one stage/);
  });
});
