import type { Evaluation } from './evaluation.ts';
import type { ParameterSet } from './parameter-set.ts';
import type { RandomAt } from './random.ts';
import type { Space } from './space.ts';

/**
 * What a sampler learns of a set it asked for, in the order of asking. The `fitness` of a pruned set
 * says which of the pruned ones is better, and compares with nothing else.
 */
export type Told = Pick<
  Evaluation,
  'params' | 'status' | 'fitness' | 'violations' | 'objectives' | 'standings'
>;

/** One ask with its answers, in the same order; duplicates stand in it like all others. */
export type HistoryBatch = readonly Told[];

export interface SamplerContext<Options> {
  readonly space: Space;
  /** What is searched for: a ticker; the first of those that share one set. */
  readonly symbol: string;
  readonly options: Options;
  /** How many `objectives` a valid set is told with, 2 or more; absent: `fitness` is all there is. */
  readonly objectives?: number;
  /** The most evaluations this stage may make; Infinity where nothing bounds it. */
  readonly budget: number;
  /** The best sets of the stages before, best first, at most 1,000. */
  readonly seeds: readonly Told[];
  readonly randomAt: RandomAt;
  /** The complete batches of this stage so far, oldest first; empty for a stage that starts. */
  readonly history: readonly HistoryBatch[];
  /**
   * Only where the factory is exhaustive: the last set that was asked for, null where there is none.
   * `history` is empty then, since it may be too long to hold.
   */
  readonly after?: ParameterSet | null;
  /** Parameters whose steps sets share, outermost first; see `Preparation`. */
  readonly sharing?: readonly string[] | undefined;
}

/**
 * Proposes parameter sets, ask by ask.
 *
 * The driver asks for a batch, evaluates it, tells every answer in the order of asking, and asks
 * again. An empty ask means: tell me first, or I am done where nothing is in flight. Failed
 * evaluations are told too. A set that was evaluated before may be asked for: it is answered from
 * the cache, told like any other and not counted.
 *
 * A sampler has no I/O, no clock and no hidden randomness: its n-th decision draws from
 * `randomAt(n)`, so that one created from the history of another asks the same from then on.
 */
export interface Sampler {
  ask(count: number): readonly ParameterSet[];
  tell(evaluation: Told): void;
  /** What the last ask belongs to, such as `init` or `gen_3`; the sampler's name where absent. */
  readonly detail?: string;
}

export interface SamplerFactory<Options = never> {
  create(context: SamplerContext<Options>): Sampler;
  /** How many sets a batch holds; part of the job, since it decides what is asked. */
  batch(options: Options): number;
  /** The most evaluations the options allow; Infinity where only the job's budget ends the stage. */
  size(options: Options, space: Space): number;
  /** False where asks never depend on answers, so that batches need not wait for each other. */
  readonly learns: boolean;
  /** Whether nothing is asked for until a whole generation is told; never where absent. */
  readonly waits?: (options: Options) => boolean;
  /** Options that only say how long to search; they are no part of a run's identity. */
  readonly budgetOptions: readonly string[];
  /** True where a larger budget continues a finished stage. */
  readonly grows: boolean;
  /**
   * True where every set is asked for once, in an order that only space, options, seed and sharing
   * decide: then neither answers nor history have to be held, and `after` is where to go on.
   */
  readonly exhaustive?: boolean;
}
