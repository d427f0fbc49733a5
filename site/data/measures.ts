import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { BestView } from '../../runner/server/views.ts';
import { leanMetrics } from './lean-metrics.ts';
import { METRIC_STYLES } from './metric-format.ts';
import { metricOf } from './top-columns.ts';

/** Figures by name; `fitness` is among them. What was not measured is absent. */
export type Measures = Readonly<Record<string, number>>;

function ofEvaluation(evaluation: Evaluation): Measures {
  const found: Record<string, number> = { fitness: evaluation.fitness };
  for (const name of Object.keys(METRIC_STYLES)) {
    const value = metricOf(evaluation, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/**
 * The figures of a best. A shared set's own are medians: on one symbol (`of`) they are its fitness
 * there, and what LEAN's statistics say of the backtest on it (`side`), once that has come.
 */
export function measuresOf(
  evaluation: Evaluation | null,
  of: string | null = null,
  side: Pick<BestView, 'statistics'> | null = null,
): Measures {
  if (evaluation === null) return {};
  if (of === null) return ofEvaluation(evaluation);
  const fitness = evaluation.metrics[`fitness ${of}`];
  return {
    ...(fitness === undefined ? {} : { fitness }),
    ...leanMetrics(side?.statistics ?? {}),
  };
}
