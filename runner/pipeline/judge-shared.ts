import { roundFitness } from '../domain/fitness.ts';
import type { Job } from '../domain/job.ts';
import { median } from '../domain/median.ts';
import type { Metrics } from '../domain/metrics.ts';

export interface Verdict {
  /** −Infinity is invalid. */
  readonly fitness: number;
  readonly violations: Readonly<Record<string, number>>;
  /** Metrics that come of judging. */
  readonly own?: Metrics;
}

export type Judge = (metrics: Metrics) => Verdict;

export type SharedFitness = Job['sharedFitness'];

/**
 * Judges one set over several symbols: its fitness on each becomes a metric, their aggregate the
 * fitness. Limits that some symbols miss count only where they make the whole invalid.
 */
export function judgeShared(
  bySymbol: Readonly<Record<string, Metrics>>,
  judge: Judge,
  aggregate: SharedFitness,
): Verdict {
  const verdicts = Object.entries(bySymbol).map(
    ([symbol, metrics]) => [symbol, judge(metrics)] as const,
  );
  const own = verdicts.map(([symbol, { fitness }]) => [`fitness ${symbol}`, fitness] as const);
  const fitness = roundFitness(AGGREGATES[aggregate](own.map(([, value]) => value)));
  const missed = verdicts.flatMap(([symbol, { violations }]) =>
    Object.entries(violations).map(([limit, by]) => [`${symbol}: ${limit}`, by] as const),
  );
  const violations = fitness === Number.NEGATIVE_INFINITY ? Object.fromEntries(missed) : {};
  return { fitness, violations, own: Object.fromEntries(own) };
}

const AGGREGATES: Readonly<Record<SharedFitness, (values: readonly number[]) => number>> = {
  median,
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  worst: (values) => Math.min(...values),
};
