import { describe, expect, test } from 'vitest';
import { convergence } from '../../../runner/analysis/convergence.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

type Line = readonly [detail: string, batch: number, fitness: number | 'invalid' | 'failed'];

function lines(stage: string, firstId: number, list: readonly Line[]): Evaluation[] {
  return list.map(([stage_detail, batch, result], index) => {
    const status = typeof result === 'number' ? ('complete' as const) : result;
    const fitness = typeof result === 'number' ? result : Number.NEGATIVE_INFINITY;
    return anEvaluation({ id: firstId + index, stage, stage_detail, batch, status, fitness });
  });
}

const LHS = { name: 'lhs', sampler: 'lhs', duplicates: 0 };
const GA = { name: 'ga', sampler: 'genetic', duplicates: 4 };

/** A design of four in two batches, then a population of two and generations 1, 2, 4, 5 of two. */
const search = [
  ...lines('lhs', 1, [
    ['lhs', 0, 'invalid'],
    ['lhs', 0, 1],
    ['lhs', 1, 'failed'],
    ['lhs', 1, 4],
  ]),
  ...lines('ga', 5, [
    ['init', 0, 3],
    ['init', 0, 5],
    ['gen_1', 1, 5],
    ['gen_1', 1, 9.6],
    ['gen_2', 2, 'invalid'],
    ['gen_2', 2, 2],
    ['gen_4', 4, 10],
    ['gen_4', 4, 10],
    ['gen_5', 5, 7],
    ['gen_5', 5, 8],
  ]),
];

describe('convergence()', () => {
  test('follows the best by evaluation and by generation', () => {
    const found = convergence(search, [LHS, GA]);
    expect(found).toMatchObject({ evaluations: 14, valid: 11 });
    expect(found.curve).toEqual([
      [2, 1],
      [4, 4],
      [6, 5],
      [8, 9.6],
      [11, 10],
    ]);
    const rows = found.generations.map((one) => [
      one.stage,
      one.name,
      one.number,
      one.evaluations,
      one.total,
      one.best,
      one.so_far,
    ]);
    expect(rows).toEqual([
      ['lhs', 'batch_0', 0, 2, 2, 1, 1],
      ['lhs', 'batch_1', 1, 2, 4, 4, 4],
      ['ga', 'init', 0, 2, 6, 5, 5],
      ['ga', 'gen_1', 1, 2, 8, 9.6, 9.6],
      ['ga', 'gen_2', 2, 2, 10, 2, 9.6],
      ['ga', 'gen_3', 3, 0, 10, null, 9.6],
      ['ga', 'gen_4', 4, 2, 12, 10, 10],
      ['ga', 'gen_5', 5, 2, 14, 8, 10],
    ]);
  });

  test('finds the peak, the plateau after it, and how soon it was nearly there', () => {
    const found = convergence(search, [LHS, GA]);
    const peak = { evaluations: 11, stage: 'ga', generation: 4, fitness: 10 };
    expect(found.peak).toEqual(peak);
    // Evaluations 12 to 14; of the generations only the fifth is wholly after the peak.
    expect(found.plateau).toEqual({ evaluations: 3, generations: 1 });
    const early = { evaluations: 8, stage: 'ga', generation: 1, fitness: 9.6 };
    expect(found.reached).toEqual([
      { percent: 90, ...early },
      { percent: 95, ...early },
      { percent: 99, ...peak },
    ]);
  });

  test('tells what each stage did', () => {
    const off = { name: 'off', sampler: 'grid', duplicates: 0 };
    expect(convergence(search, [LHS, off, GA]).stages).toEqual([
      {
        stage: 'lhs',
        sampler: 'lhs',
        evaluations: 4,
        valid: 2,
        duplicates: 0,
        duplicates_share: 0,
        improvements: 2,
        best_before: null,
        best_after: 4,
        gain: null,
      },
      {
        stage: 'ga',
        sampler: 'genetic',
        evaluations: 10,
        valid: 9,
        duplicates: 4,
        duplicates_share: 4 / 14,
        improvements: 3,
        best_before: 4,
        best_after: 10,
        gain: 6,
      },
    ]);
  });

  test('measures the way to a best that is not above 0', () => {
    const list = lines('lhs', 1, [
      ['lhs', 0, -100],
      ['lhs', 1, -11],
      ['lhs', 2, -5.5],
      ['lhs', 3, 0],
    ]);
    const reached = convergence(list, [LHS]).reached.map(({ percent, evaluations }) => [
      percent,
      evaluations,
    ]);
    expect(reached).toEqual([
      [90, 3],
      [95, 4],
      [99, 4],
    ]);
  });

  test('has no peak where nothing is valid, and none of anything where nothing was made', () => {
    const found = convergence(lines('lhs', 1, [['lhs', 0, 'failed']]), [LHS]);
    expect(found).toMatchObject({ valid: 0, peak: null, curve: [], reached: [] });
    expect(found.plateau).toEqual({ evaluations: 1, generations: 1 });
    expect(convergence([], [LHS])).toEqual({
      evaluations: 0,
      valid: 0,
      peak: null,
      plateau: { evaluations: 0, generations: 0 },
      curve: [],
      generations: [],
      reached: [],
      stages: [],
      stops: [],
    });
  });

  test('takes an infinite fitness for what it is', () => {
    const list = lines('lhs', 1, [
      ['lhs', 0, 2],
      ['lhs', 1, Number.POSITIVE_INFINITY],
    ]);
    const found = convergence(list, [LHS]);
    expect(found.peak).toMatchObject({ evaluations: 2, fitness: Number.POSITIVE_INFINITY });
    expect(found.reached.map(({ evaluations }) => evaluations)).toEqual([2, 2, 2]);
  });
});
