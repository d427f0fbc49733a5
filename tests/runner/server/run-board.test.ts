import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { createRunBoard, thinned } from '../../../runner/server/run-board.ts';
import { fc } from '../../fixtures/seeded-fc.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';

const anyEvaluations = fc
  .array(
    fc.record({
      status: fc.constantFrom('complete', 'invalid', 'failed', 'pruned'),
      fitness: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(Number.NEGATIVE_INFINITY)),
      stage: fc.constantFrom('lhs', 'genetic'),
    }),
    { maxLength: 300 },
  )
  .map((fields) => fields.map((more, index) => fakeEvaluation(index + 1, more as object)));

function boardOf(evaluations: readonly Evaluation[]) {
  const board = createRunBoard(['lhs', 'genetic']);
  board.add(evaluations);
  return board;
}

const shuffled = (evaluations: readonly Evaluation[], seed: number) =>
  [...evaluations].sort((a, b) => ((a.id * seed) % 101) - ((b.id * seed) % 101));

describe('createRunBoard()', () => {
  test('shows the same in whatever order evaluations come, and however often', () => {
    fc.assert(
      fc.property(anyEvaluations, fc.integer({ min: 1, max: 100 }), (evaluations, seed) => {
        const ordered = boardOf(evaluations);
        const other = boardOf(shuffled(evaluations, seed));
        other.add(evaluations);
        expect(other.total).toBe(evaluations.length);
        expect(other.points(1000)).toEqual(ordered.points(1000));
        expect(other.top(200)).toEqual(ordered.top(200));
      }),
    );
  });

  test('points() has every improvement, and of the points at most as many as asked', () => {
    fc.assert(
      fc.property(anyEvaluations, fc.integer({ min: 1, max: 400 }), (evaluations, max) => {
        const view = boardOf(evaluations).points(max);
        expect(view.points.length).toBe(Math.min(max, evaluations.length));
        let best = Number.NEGATIVE_INFINITY;
        const improvements = evaluations.flatMap(({ id, status, fitness }) => {
          if (status !== 'complete' || fitness <= best) return [];
          best = fitness;
          return [[id, fitness]];
        });
        expect(view.best).toEqual(improvements);
      }),
    );
  });

  test('top() is best first, the older of equals before, valid ones only', () => {
    fc.assert(
      fc.property(anyEvaluations, (evaluations) => {
        const valid = evaluations.filter(
          ({ status, fitness }) => status === 'complete' && Number.isFinite(fitness),
        );
        const wanted = valid.sort((a, b) => b.fitness - a.fitness || a.id - b.id).slice(0, 200);
        expect(boardOf(evaluations).top(200)).toEqual(wanted);
      }),
    );
  });

  test('passes over what is out of sample, and places stages that the job did not name', () => {
    const board = boardOf([
      fakeEvaluation(1, { stage: 'extra', status: 'failed', fitness: Number.NEGATIVE_INFINITY }),
      fakeEvaluation(2, { is_oos: true }),
    ]);
    expect(board.points(10)).toEqual({
      total: 1,
      stages: ['lhs', 'genetic', 'extra'],
      points: [[1, null, 2, 2]],
      best: [],
    });
  });

  test('holds many evaluations', () => {
    const board = createRunBoard(['random']);
    for (let id = 1; id <= 200_000; id++) board.add([fakeEvaluation(id)]);
    expect(board.points(5000).points).toHaveLength(5000);
    expect(board.points(5000).points.at(-1)?.[0]).toBe(200_000);
  });
});

describe('thinned()', () => {
  test('spreads evenly and keeps the last', () => {
    expect(thinned([1, 2, 3, 4, 5, 6], 3)).toEqual([2, 4, 6]);
    expect(thinned([1, 2], 3)).toEqual([1, 2]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        (n, count) => {
          const items = Array.from({ length: n }, (_, index) => index);
          const kept = thinned(items, count);
          expect(kept).toHaveLength(Math.min(n, count));
          expect(new Set(kept).size).toBe(kept.length);
          expect(kept.at(-1)).toBe(n - 1);
        },
      ),
    );
  });
});
