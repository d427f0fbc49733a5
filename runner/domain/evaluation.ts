import type { HeadlineMetric, Metrics } from './metrics.ts';
import type { ParameterSet } from './parameter-set.ts';

export type EvaluationStatus = 'complete' | 'invalid' | 'failed' | 'pruned';

/** First and last day of a backtest, `YYYY-MM-DD`, both included. */
export interface DateRange {
  readonly start: string;
  readonly end: string;
}

/**
 * One backtest of one parameter set: the line of `evaluations.jsonl`.
 *
 * `id` counts from 1 in the order of asking, within a symbol; 0 is what the search is compared with.
 * `fitness` is −∞ for an invalid, pruned or failed set. `window` and `is_oos` are set on out-of-sample
 * evaluations, which take no part in the search. `slot`, `attempt`, `ms` and `at` describe the
 * execution: two runs are equal when their lines are equal but for these four.
 */
export interface Evaluation extends Readonly<Partial<Record<HeadlineMetric, number>>> {
  readonly v: 1;
  readonly id: number;
  readonly stage: string;
  readonly stage_detail: string;
  readonly sampler: string;
  /** The ask this set came from, counted from 0 within the stage. */
  readonly batch: number;
  readonly params: ParameterSet;
  readonly status: EvaluationStatus;
  readonly fitness: number;
  /**
   * Where the job names several objectives: the value of each, in the job's order, those to be
   * minimised negated, so that more is always better. Absent where one could not be measured.
   */
  readonly objectives?: readonly number[];
  readonly metrics: Metrics;
  /** By how much each violated constraint or limit is missed; empty when all hold. */
  readonly violations: Readonly<Record<string, number>>;
  /** Where the job prunes: how the backtest stood at the milestones that it reached. */
  readonly standings?: readonly number[];
  /** Of a pruned set: the share of its days after which it was given up. */
  readonly pruned_at?: number;
  readonly window: DateRange | null;
  readonly is_oos: boolean;
  readonly error: string | null;
  readonly attempt: number;
  readonly slot: number;
  readonly ms: number;
  /** End of the evaluation, ISO 8601 in UTC. */
  readonly at: string;
}

/** Reads a metric wherever the line keeps it; undefined where it was not measured. */
export function metricOf(evaluation: Evaluation, name: string): number | undefined {
  return (
    (evaluation as unknown as Record<string, number | undefined>)[name] ?? evaluation.metrics[name]
  );
}
