import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Objective } from '../../runner/domain/job.ts';
import type { FrontView } from '../../runner/server/views.ts';

/** An objective's value as it was measured: those to be minimised travel negated. */
export function objectiveValue(
  { objectives = [] }: Evaluation,
  position: number,
  { direction }: Objective,
): number {
  const value = objectives[position] ?? Number.NaN;
  return direction === 'maximize' ? value : -value;
}

/** The first two objectives of a front as columns, ascending in the first, with their rows. */
export function frontColumns({ objectives, rows }: FrontView): {
  readonly x: number[];
  readonly y: number[];
  readonly rows: readonly Evaluation[];
} {
  const [first, second] = objectives;
  if (first === undefined || second === undefined) return { x: [], y: [], rows: [] };
  const x = (row: Evaluation) => objectiveValue(row, 0, first);
  const y = (row: Evaluation) => objectiveValue(row, 1, second);
  const sorted = rows.toSorted((a, b) => x(a) - x(b) || y(a) - y(b));
  return { x: sorted.map(x), y: sorted.map(y), rows: sorted };
}
