import type { Evaluation, EvaluationStatus } from '../domain/evaluation.ts';
import type { Fruitless, Spared } from '../domain/run-record.ts';
import { FruitlessTally } from './fruitless-tally.ts';

/** Improvements kept for the small curve of a run list. */
const MOST_CURVE_POINTS = 60;

/** What many evaluations come to. */
export interface TallyState {
  readonly evaluations: number;
  readonly counts: Readonly<Record<EvaluationStatus, number>>;
  /** What pruned backtests did not run; absent where none was. */
  readonly spared?: Spared;
  /** Absent where every set was valid. */
  readonly fruitless?: Fruitless;
  readonly best: Evaluation | null;
  /** Improvements of the best: [id, fitness], thinned to at most 60. */
  readonly curve: readonly (readonly [number, number])[];
}

const NOTHING_SPARED: Spared = { backtests: 0, seconds: 0 };

const EMPTY_TALLY: TallyState = {
  evaluations: 0,
  counts: { complete: 0, invalid: 0, failed: 0, pruned: 0 },
  best: null,
  curve: [],
};

/** Counts evaluations as they come, in any order, and keeps the best. */
export class Tally {
  #evaluations: number;
  #counts: Record<EvaluationStatus, number>;
  #best: Evaluation | null;
  #curve: readonly (readonly [number, number])[];
  #spared: Spared | undefined;
  #fruitless: FruitlessTally;

  constructor(from: TallyState = EMPTY_TALLY) {
    this.#evaluations = from.evaluations;
    this.#counts = { ...from.counts };
    this.#best = from.best;
    this.#curve = from.curve;
    this.#spared = from.spared;
    this.#fruitless = new FruitlessTally(from.fruitless);
  }

  get state(): TallyState {
    const fruitless = this.#fruitless.state;
    return {
      evaluations: this.#evaluations,
      counts: { ...this.#counts },
      best: this.#best,
      curve: this.#curve,
      ...(this.#spared && { spared: this.#spared }),
      ...(fruitless && { fruitless }),
    };
  }

  get best(): Evaluation | null {
    return this.#best;
  }

  /** Returns whether it is the best so far. */
  add(evaluation: Evaluation): boolean {
    this.#evaluations++;
    this.#counts[evaluation.status]++;
    this.#fruitless.add(evaluation);
    if (evaluation.status === 'pruned') this.#spare(sparedOf(evaluation));
    if (!isBetter(evaluation, this.#best)) return false;
    if (this.#best === null || evaluation.fitness > this.#best.fitness) {
      // Slots finish in any order: what came later in the search and is beaten by then is none.
      const before = this.#curve.filter(([id]) => id < evaluation.id);
      this.#curve = thinned([...before, [evaluation.id, evaluation.fitness]]);
    }
    this.#best = evaluation;
    return true;
  }

  #spare({ backtests, seconds }: Spared): void {
    const before = this.#spared ?? NOTHING_SPARED;
    this.#spared = {
      backtests: before.backtests + backtests,
      seconds: before.seconds + seconds,
    };
  }

  /** Adds what others counted, all of them later in the search. */
  merge(later: TallyState): void {
    this.#evaluations += later.evaluations;
    for (const status of Object.keys(later.counts) as EvaluationStatus[]) {
      this.#counts[status] += later.counts[status];
    }
    if (later.spared !== undefined) this.#spare(later.spared);
    if (later.fruitless !== undefined) this.#fruitless.merge(later.fruitless);
    if (later.best === null || !isBetter(later.best, this.#best)) return;
    const reached = this.#best?.fitness ?? Number.NEGATIVE_INFINITY;
    const above = later.curve.filter(([, fitness]) => fitness > reached);
    this.#curve = thinned([...this.#curve, ...above]);
    this.#best = later.best;
  }
}

function sparedOf({ pruned_at: share, ms }: Evaluation): Spared {
  if (share === undefined || share <= 0) return NOTHING_SPARED;
  return { backtests: 1 - share, seconds: ((ms / 1_000) * (1 - share)) / share };
}

/** The older of equals is the best, so that the order in which slots finish decides nothing. */
function isBetter(evaluation: Evaluation, best: Evaluation | null): boolean {
  if (evaluation.status !== 'complete') return false;
  if (best === null || evaluation.fitness > best.fitness) return true;
  return evaluation.fitness === best.fitness && evaluation.id < best.id;
}

/** Drops every second point but the last, again and again, where there are too many. */
function thinned<T>(points: readonly T[]): readonly T[] {
  let kept = points;
  while (kept.length > MOST_CURVE_POINTS) {
    const { length } = kept;
    kept = kept.filter((_, index) => index % 2 === 0 || index === length - 1);
  }
  return kept;
}
