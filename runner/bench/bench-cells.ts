import type { ProblemFacts, SearchRecord } from './bench-record.ts';
import { centreNote } from './centre-note.ts';
import { evaluationsTo, valueAfter } from './improvements.ts';
import { peerResults } from './peers.ts';
import { type Quartiles, quartilesOf } from './quartiles.ts';
import { sixDigits } from './search-once.ts';

/** How a sampler did on a problem with a number of evaluations, over all seeds. */
export interface BenchCell extends Quartiles {
  readonly sampler: string;
  readonly problem: string;
  readonly evaluations: number;
  readonly seeds: number;
  /** Seeds that came within 1 % of the optimum. */
  readonly near: number;
  /** Evaluations after which the median is as good as the target; null where it never is. */
  readonly reached: number | null;
  /** Among the samplers on this problem, by median; 1 is the best. */
  readonly rank: number;
  /** What is left to the optimum, as a part of what random search leaves; null without one. */
  readonly ofRandom: number | null;
  /** Against the best peer's median, to six digits; null without a peer. */
  readonly against: 'better' | 'equal' | 'worse' | null;
}

/** What is to be reached on a problem within a number of evaluations. */
export interface BenchTarget {
  readonly problem: string;
  readonly evaluations: number;
  readonly value: number;
  /** The peer whose median it is; null: within 1 % of the optimum. */
  readonly peer: string | null;
  /** What is to be known of the peer's way to its figure, for people; null where there is nothing. */
  readonly note: string | null;
}

/** Within 1 % of the optimum, or of a millionth where that is 0. */
function nearValue({ optimum }: Pick<ProblemFacts, 'optimum'>): number {
  return Math.max(optimum + 0.01 * Math.abs(optimum), optimum + 1e-6);
}

export function targetsOf(
  problems: readonly ProblemFacts[],
  lengths: readonly number[],
  batch: number,
): BenchTarget[] {
  return problems.flatMap((problem) =>
    lengths.map((evaluations): BenchTarget => {
      const [best] = peerResults(problem.name, batch, evaluations);
      const value = best?.median ?? nearValue(problem);
      const note =
        best === undefined
          ? null
          : centreNote(best.peer, { problem: problem.name, batch, evaluations });
      return { problem: problem.name, evaluations, value, peer: best?.peer ?? null, note };
    }),
  );
}

/** @param searches alike but for sampler, problem, length and seed */
export function cellsOf(
  searches: readonly SearchRecord[],
  problems: readonly ProblemFacts[],
  targets: readonly BenchTarget[],
): BenchCell[] {
  const byPlace = Map.groupBy(searches, ({ problem, evaluations }) => `${problem} ${evaluations}`);
  return targets.flatMap((target) => {
    const here = byPlace.get(`${target.problem} ${target.evaluations}`) ?? [];
    const problem = problems.find(({ name }) => name === target.problem);
    return problem === undefined ? [] : cellsAt(here, problem, target);
  });
}

function cellsAt(
  searches: readonly SearchRecord[],
  problem: ProblemFacts,
  target: BenchTarget,
): BenchCell[] {
  const { evaluations } = target;
  const bySampler = Map.groupBy(searches, ({ sampler }) => sampler);
  const found = [...bySampler].map(([sampler, own]) => {
    const values = own.map((search) => valueAfter(search, evaluations));
    return {
      sampler,
      problem: problem.name,
      evaluations,
      seeds: own.length,
      ...quartilesOf(values),
      near: values.filter((value) => value <= nearValue(problem)).length,
      reached: evaluationsTo(own, target.value, evaluations),
    };
  });
  const random =
    found.find(({ sampler }) => sampler === 'random')?.median ??
    peerResults(problem.name, 1, evaluations).find(({ peer }) => peer === 'optuna4.random')?.median;
  return found.map((cell) => ({
    ...cell,
    rank: 1 + found.filter(({ median }) => median < cell.median).length,
    ofRandom: partOf(cell.median - problem.optimum, (random ?? Number.NaN) - problem.optimum),
    against: target.peer === null ? null : comparedWith(cell.median, target.value),
  }));
}

function partOf(left: number, whole: number): number | null {
  // An optimum of six digits may be passed in the seventh.
  const part = Math.max(0, left) / whole;
  return Number.isFinite(part) && whole > 0 ? sixDigits(part) : null;
}

function comparedWith(median: number, peer: number): 'better' | 'equal' | 'worse' {
  if (sixDigits(median) === sixDigits(peer)) return 'equal';
  return median < peer ? 'better' : 'worse';
}
