import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { CompleteOutcome } from '../domain/executor.ts';
import { HEADLINE_METRICS } from '../domain/metrics.ts';
import type { MetricDifference } from '../domain/verification.ts';
import { splitMetrics } from '../pipeline/split-metrics.ts';

/**
 * Metrics that came out otherwise when a set was backtested again, those of a line's top level
 * first. Metrics of variations are none of the line's and are not compared.
 */
export function metricDifferences(
  evaluation: Evaluation,
  outcome: CompleteOutcome,
): MetricDifference[] {
  const { headline, metrics } = splitMetrics(outcome.metrics);
  const again: Readonly<Record<string, number>> = { ...headline, ...metrics };
  const names = new Set([...HEADLINE_METRICS, ...Object.keys(again)]);
  return [...names].flatMap((metric): MetricDifference[] => {
    const was = metricOf(evaluation, metric) ?? null;
    const is = again[metric] ?? null;
    return was === is ? [] : [{ metric, was, is }];
  });
}
