import type { Evaluation } from '../domain/evaluation.ts';
import { roundFitness } from '../domain/fitness.ts';
import type { StageProgress } from '../domain/run-record.ts';
import { type EarlyStop, earlyStops } from './early-stopping.ts';
import { fitnessOf, type Generation, generationsOf, larger } from './generations.ts';

/** Where a search stood when something was reached. */
export interface Milestone {
  /** Evaluations made, the one that reached it included. */
  readonly evaluations: number;
  readonly stage: string;
  /** Number of the generation within its stage. */
  readonly generation: number;
  readonly fitness: number;
}

/** What a stage did for the search. */
export interface StageConvergence {
  readonly stage: string;
  readonly sampler: string;
  readonly evaluations: number;
  readonly valid: number;
  /** Repeats that were answered from memory, and their share of all that was asked for. */
  readonly duplicates: number;
  readonly duplicates_share: number;
  /** How often it raised the best. */
  readonly improvements: number;
  readonly best_before: number | null;
  readonly best_after: number | null;
  /** By how much it raised the best; null where there was none to raise. */
  readonly gain: number | null;
}

/** How a search came to its best. Numbers of evaluations count the search's, from 1. */
export interface Convergence {
  readonly evaluations: number;
  readonly valid: number;
  /** Where the final best was found; null where no set was valid. */
  readonly peak: Milestone | null;
  /** What the search went on to make without a better one. */
  readonly plateau: { readonly evaluations: number; readonly generations: number };
  /** Every improvement of the best: [evaluations, fitness]. */
  readonly curve: readonly (readonly [number, number])[];
  readonly generations: readonly Generation[];
  /**
   * The first evaluations within 90, 95 and 99 % of the final best; where that is not above 0, of
   * the way from the first valid set to it.
   */
  readonly reached: readonly (Milestone & { readonly percent: number })[];
  readonly stages: readonly StageConvergence[];
  /** For every stage of several generations. */
  readonly stops: readonly EarlyStop[];
}

export type ConvergenceStage = Pick<StageProgress, 'name' | 'sampler' | 'duplicates'>;

const PERCENTS = [90, 95, 99] as const;

/** @param evaluations those of the search, in order of id @param stages those of the job */
export function convergence(
  evaluations: readonly Evaluation[],
  stages: readonly ConvergenceStage[],
): Convergence {
  const generations = generationsOf(evaluations);
  const improvements = improvementsOf(evaluations, generations);
  const peak = improvements.at(-1) ?? null;
  const byStage = Map.groupBy(generations, ({ stage }) => stage);
  return {
    evaluations: evaluations.length,
    valid: evaluations.filter((evaluation) => fitnessOf(evaluation) !== null).length,
    peak,
    plateau: plateauOf(peak, generations),
    curve: improvements.map((milestone) => [milestone.evaluations, milestone.fitness]),
    generations,
    reached: reachedOf(improvements),
    stages: stagesOf(evaluations, stages, improvements),
    stops: [...byStage.values()].flatMap((own) => (own.length > 1 ? earlyStops(own) : [])),
  };
}

function improvementsOf(
  evaluations: readonly Evaluation[],
  generations: readonly Generation[],
): Milestone[] {
  const improvements: Milestone[] = [];
  let place = 0;
  evaluations.forEach((evaluation, index) => {
    while ((generations[place]?.total ?? Number.POSITIVE_INFINITY) <= index) place++;
    const fitness = fitnessOf(evaluation);
    const best = improvements.at(-1)?.fitness;
    if (fitness === null || (best !== undefined && fitness <= best)) return;
    const generation = generations[place]?.number ?? 0;
    improvements.push({ evaluations: index + 1, stage: evaluation.stage, generation, fitness });
  });
  return improvements;
}

function plateauOf(
  peak: Milestone | null,
  generations: readonly Generation[],
): Convergence['plateau'] {
  const total = generations.at(-1)?.total ?? 0;
  const found = peak?.evaluations ?? 0;
  return {
    evaluations: total - found,
    generations: generations.filter((one) => one.total - one.evaluations >= found).length,
  };
}

function reachedOf(improvements: readonly Milestone[]): Convergence['reached'] {
  const [first] = improvements;
  const best = improvements.at(-1)?.fitness;
  if (first === undefined || best === undefined) return [];
  return PERCENTS.flatMap((percent) => {
    const part = percent / 100;
    const wanted = best > 0 ? best * part : first.fitness + (best - first.fitness) * part;
    const milestone = improvements.find(({ fitness }) => fitness >= wanted || fitness === best);
    return milestone === undefined ? [] : [{ percent, ...milestone }];
  });
}

function stagesOf(
  evaluations: readonly Evaluation[],
  stages: readonly ConvergenceStage[],
  improvements: readonly Milestone[],
): StageConvergence[] {
  const byStage = Map.groupBy(evaluations, ({ stage }) => stage);
  let before: number | null = null;
  return stages.flatMap(({ name, sampler, duplicates }) => {
    const own = byStage.get(name) ?? [];
    if (own.length === 0 && duplicates === 0) return [];
    const found = own.map(fitnessOf).filter((fitness) => fitness !== null);
    const best_before = before;
    const best_after = found.reduce<number | null>(larger, before);
    before = best_after;
    return {
      stage: name,
      sampler,
      evaluations: own.length,
      valid: found.length,
      duplicates,
      duplicates_share: duplicates / (own.length + duplicates),
      improvements: improvements.filter(({ stage }) => stage === name).length,
      best_before,
      best_after,
      gain: gainOf(best_before, best_after),
    };
  });
}

function gainOf(before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return before === after ? 0 : roundFitness(after - before);
}
