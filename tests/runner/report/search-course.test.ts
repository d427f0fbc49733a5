import { expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { searchCourse } from '../../../runner/report/search-course.ts';
import { evaluationCursor } from '../../../runner/report/search-cursor.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';

const space = createSpace([{ name: 'fast', type: 'int', min: 1, max: 9 }], []);

/** @param fitnesses by id; what is null is not valid */
function courseOf(fitnesses: readonly (number | null)[], first = 1) {
  const evaluations = fitnesses.map((fitness, place): Evaluation => {
    const id = first + place;
    const at = new Date(1_700_000_000_000 + 1_000 * id).toISOString();
    const status = fitness === null ? 'invalid' : 'complete';
    return {
      ...fakeEvaluation(id),
      at,
      ms: 1_000,
      status,
      fitness: fitness ?? Number.NEGATIVE_INFINITY,
    };
  });
  return searchCourse(evaluationCursor(evaluations, space, []));
}

test('searchCourse() tells improvements by number and by time, and how fitness is spread', () => {
  const course = courseOf([null, 1, 3, 2, 3, 4]);
  expect(course).toMatchObject({ evaluations: 6, valid: 5, seconds: 6 });
  expect(course.byEvaluations).toEqual([
    [2, 1],
    [3, 3],
    [6, 4],
  ]);
  expect(course.bySeconds).toEqual(course.byEvaluations);
  expect(course.quantiles).toHaveLength(201);
  expect([course.quantiles[0], course.quantiles[100], course.quantiles[200]]).toEqual([1, 3, 4]);
});

test('searchCourse() counts the evaluations of the run, wherever their ids begin', () => {
  expect(courseOf([1, 2], 401).byEvaluations).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('searchCourse() of a search without a valid set is empty', () => {
  expect(courseOf([null])).toMatchObject({ valid: 0, byEvaluations: [], quantiles: [] });
  expect(courseOf([])).toMatchObject({ evaluations: 0, seconds: 0, bySeconds: [] });
});
