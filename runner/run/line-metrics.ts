import type { Evaluation } from '../domain/evaluation.ts';
import { HEADLINE_METRICS, type Metrics } from '../domain/metrics.ts';

/** All metrics that a line holds, those of its top level included. */
export function lineMetrics(evaluation: Evaluation): Metrics {
  const headline = HEADLINE_METRICS.flatMap((name) => {
    const value = evaluation[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(headline), ...evaluation.metrics };
}
