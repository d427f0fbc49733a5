import type { Evaluation } from '../domain/evaluation.ts';

/** The evaluations of which no other is better in one objective without being worse in another. */
export interface ParetoFront {
  /** In any order; what is invalid, out of sample or without objectives is passed over. */
  add(evaluation: Evaluation): void;
  /** Most of the first objective first; of sets with equal objectives the oldest alone. */
  rows(): readonly Evaluation[];
}

/** A member of the front: an evaluation that has objectives. */
type Member = Evaluation & { readonly objectives: readonly number[] };

/**
 * Keeps the front of a search as its evaluations come, each compared with the front alone: a
 * million evaluations cost what their fronts cost.
 */
export function createParetoFront(): ParetoFront {
  let front: Member[] = [];
  return {
    add(evaluation) {
      if (!isMember(evaluation)) return;
      const { objectives, id } = evaluation;
      for (const other of front) {
        const isSame = other.id === id;
        if (isSame || isCovered(objectives, other.objectives, other.id < id)) return;
      }
      front = front.filter((other) => !isCovered(other.objectives, objectives, id < other.id));
      front.push(evaluation);
    },
    rows: () => front.toSorted(byObjectives),
  };
}

function isMember(evaluation: Evaluation): evaluation is Member {
  const { objectives, status, is_oos } = evaluation;
  return objectives !== undefined && status === 'complete' && !is_oos;
}

/** Whether `by` is nowhere worse than `values`, and better somewhere or the older of equals. */
function isCovered(values: readonly number[], by: readonly number[], byIsOlder: boolean): boolean {
  let better = byIsOlder;
  for (const [k, value] of values.entries()) {
    const other = by[k] ?? Number.NEGATIVE_INFINITY;
    if (other < value) return false;
    if (other > value) better = true;
  }
  return better;
}

function byObjectives(a: Member, b: Member): number {
  const k = a.objectives.findIndex((value, index) => value !== b.objectives[index]);
  return k < 0 ? a.id - b.id : (b.objectives[k] ?? 0) - (a.objectives[k] ?? 0);
}
