import type { Fitness, FitnessFactory } from '../domain/fitness.ts';
import { type Limits, limitViolations, meetsLimits } from './limits.ts';

/**
 * A fitness with the common limits: −Infinity where one is missed, or where the value cannot be
 * computed since a metric is missing (NaN).
 */
export function limited<Options extends Limits>(
  measure: (options: Options) => Fitness,
): FitnessFactory<Options> {
  return {
    create(options) {
      const score = measure(options);
      return (metrics) => {
        if (!meetsLimits(options, metrics)) return Number.NEGATIVE_INFINITY;
        const result = score(metrics);
        return Number.isNaN(result) ? Number.NEGATIVE_INFINITY : result;
      };
    },
    violations: limitViolations,
  };
}
