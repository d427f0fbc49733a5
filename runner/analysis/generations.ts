import type { Evaluation } from '../domain/evaluation.ts';

/** Evaluations that were asked for together: a generation where the sampler has them, else a batch. */
export interface Generation {
  readonly stage: string;
  /** `init`, `gen_3` or `batch_4`. */
  readonly name: string;
  /** Counted within the stage; the first population is generation 0. */
  readonly number: number;
  /** 0 where all that it asked for had been evaluated before. */
  readonly evaluations: number;
  /** Evaluations of the search up to its end. */
  readonly total: number;
  /** Its own best; null where none is valid. */
  readonly best: number | null;
  /** The best of the search up to its end. */
  readonly so_far: number | null;
}

interface Place {
  readonly name: string;
  readonly number: number;
}

/** The generations of a search, oldest first. @param evaluations in order of id */
export function generationsOf(evaluations: readonly Evaluation[]): Generation[] {
  const generations: Generation[] = [];
  evaluations.forEach((evaluation, index) => {
    const place = placeOf(evaluation);
    const last = generations.at(-1);
    const joins = last?.stage === evaluation.stage && last.name === place.name;
    if (!joins && last?.stage === evaluation.stage) generations.push(...gap(last, place));
    const before = joins ? last : null;
    const found = fitnessOf(evaluation);
    if (joins) generations.pop();
    generations.push({
      stage: evaluation.stage,
      ...place,
      evaluations: (before?.evaluations ?? 0) + 1,
      total: index + 1,
      best: larger(before?.best ?? null, found),
      so_far: larger(last?.so_far ?? null, found),
    });
  });
  return generations;
}

/** What counts as a result; null for a set that is invalid or failed. */
export function fitnessOf({ status, fitness }: Evaluation): number | null {
  return status === 'complete' && !Number.isNaN(fitness) ? fitness : null;
}

export function larger(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function placeOf({ stage_detail: detail, batch }: Evaluation): Place {
  const generation = /^gen_(\d+)$/.exec(detail)?.[1];
  if (generation !== undefined) return { name: detail, number: Number(generation) };
  if (detail === 'init') return { name: 'init', number: 0 };
  return { name: `batch_${batch}`, number: batch };
}

/** Generations without a new evaluation leave no line, but they are generations all the same. */
function gap(last: Generation, next: Place): Generation[] {
  const kind = next.name.startsWith('gen_') ? 'gen' : 'batch';
  const missing = Math.max(0, next.number - last.number - 1);
  return Array.from({ length: missing }, (_, index) => ({
    ...last,
    name: `${kind}_${last.number + index + 1}`,
    number: last.number + index + 1,
    evaluations: 0,
    best: null,
  }));
}
