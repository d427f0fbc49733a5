import type { Milestones } from '../domain/milestones.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Told } from '../domain/sampler.ts';
import type { SetKey } from './evaluation-cache.ts';

/** A set that a batch asked for; repeats of one set share one item. */
export interface AskedItem {
  readonly id: number;
  readonly key: SetKey;
  readonly set: ParameterSet;
  readonly batch: number;
  readonly detail: string;
  /** Where the evaluation is that an earlier run of the study made. */
  readonly from?: string;
  told: Told | null;
  /** Where its backtest is looked at, where the job prunes. */
  milestones?: Milestones;
}

/** An ask of an asynchronous stage, as it is journaled. */
export interface RecordedAsk {
  readonly batch: number;
  readonly detail: string;
  /** How many sets the sampler was asked for. */
  readonly count: number;
  /** The batches that were told since the ask before, in the order of telling. */
  readonly told: readonly number[];
  /** New sets with their ids. */
  readonly fresh: readonly (readonly [number, ParameterSet])[];
  /** [index within the ask, the set, which was known or in flight] */
  readonly repeats: readonly (readonly [number, ParameterSet])[];
}

export interface AskedBatch {
  readonly number: number;
  /** In the order of asking. */
  readonly items: readonly AskedItem[];
  /** Those to evaluate: neither known before nor repeats within the batch. */
  readonly fresh: readonly AskedItem[];
  /** [index within the ask, id that answers it, or where the study has it] */
  readonly duplicates: readonly (readonly [number, number | string])[];
}

/** An ask as it is written down, so that `recall` can make it again. */
export function recordedAsk(
  { number: batch, items, fresh, duplicates }: AskedBatch,
  when: Pick<RecordedAsk, 'count' | 'told'>,
): RecordedAsk {
  return {
    batch,
    detail: items[0]?.detail ?? '',
    ...when,
    fresh: fresh.map(({ id, set }) => [id, set]),
    repeats: duplicates.map(([index]) => [index, items[index]?.set ?? {}]),
  };
}
