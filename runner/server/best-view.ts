import type { Evaluation } from '../domain/evaluation.ts';
import { type Curve, resultCurves } from '../report/result-curves.ts';
import type { BestView } from './views.ts';

export interface BestViewOptions {
  /** The most points of a curve. */
  readonly max?: number;
  /** Whether the benchmark's price is told, too. */
  readonly benchmark?: boolean;
}

/** The curves and statistics of a result in the shape of LEAN's result JSON; null has none. */
export function bestView(
  evaluation: Evaluation | null,
  result: unknown,
  { max = Number.POSITIVE_INFINITY, benchmark = false }: BestViewOptions = {},
): Omit<BestView, 'holdout'> {
  const { equity, drawdown, currency, statistics, benchmark: price } = resultCurves(result);
  return {
    evaluation,
    equity: evenly(equity, max),
    drawdown: evenly(drawdown, max),
    currency,
    statistics,
    ...(benchmark && { benchmark: evenly(price, max) }),
  };
}

/** At most `max` points, the first and the last among them. */
export function evenly(points: Curve, max: number): Curve {
  if (points.length <= max) return points;
  const step = (points.length - 1) / Math.max(1, max - 1);
  return Array.from({ length: max }, (_, n) => points[Math.round(n * step)]).filter(
    (point) => point !== undefined,
  );
}
