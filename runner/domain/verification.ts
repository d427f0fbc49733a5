/** A metric that came out otherwise when a set was backtested again; null where it was not measured. */
export interface MetricDifference {
  readonly metric: string;
  readonly was: number | null;
  readonly is: number | null;
}

/** A set that was backtested once more, by a process or container that had done nothing before. */
export interface Verification {
  /** Id of the evaluation that was repeated. */
  readonly evaluation: number;
  /** Name of the executor that repeated it. */
  readonly executor: string;
  readonly engine: 'embedded' | 'lean';
  /** Whether the same engine was to say the same, or another one much the same. */
  readonly kind: 'repeat' | 'other engine';
  readonly equal: boolean;
  /** Those that matter most first; empty where equal. */
  readonly differences: readonly MetricDifference[];
  /** Why there is nothing to compare; null where the backtest came to its end. */
  readonly error: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
}
