import { describe, expect, it } from 'vitest';
import { createParetoFront } from '../../../runner/analysis/pareto-front.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

function frontOf(evaluations: readonly Evaluation[]): readonly Evaluation[] {
  const front = createParetoFront();
  for (const evaluation of evaluations) front.add(evaluation);
  return front.rows();
}

const sets = (points: readonly (readonly number[])[]) =>
  points.map((objectives, index) => anEvaluation({ id: index + 1, objectives }));

describe('createParetoFront()', () => {
  it('keeps what no other beats, most of the first objective first', () => {
    const front = frontOf(
      sets([
        [1, 1],
        [3, -2],
        [2, 0],
        [2, -1],
        [0, 5],
        [3, -2],
      ]),
    );
    expect(front.map(({ id }) => id)).toEqual([2, 3, 1, 5]);
  });

  it('passes over what is invalid, out of sample, without objectives, or there already', () => {
    const good = anEvaluation({ id: 1, objectives: [1, 1] });
    const others: Partial<Evaluation>[] = [{ status: 'invalid' }, { is_oos: true }];
    const better = others.map((change) => anEvaluation({ id: 2, objectives: [9, 9], ...change }));
    expect(frontOf([good, ...better, anEvaluation({ id: 3 }), good])).toEqual([good]);
  });

  it('is what comparing all with all leaves, whatever the order', () => {
    const point = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), fc.nat(), (points, turn) => {
        const all = sets(points);
        const beaten = ({ id, objectives = [] }: Evaluation) =>
          all.some(
            ({ id: other, objectives: by = [] }) =>
              by.every((value, k) => value >= (objectives[k] ?? 0)) &&
              (by.some((value, k) => value > (objectives[k] ?? 0)) || other < id),
          );
        const at = turn % (all.length + 1);
        const front = frontOf([...all.slice(at), ...all.slice(0, at)]);
        const ids = all.filter((evaluation) => !beaten(evaluation)).map(({ id }) => id);
        expect(front.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids);
      }),
    );
  });
});
