import { z } from 'zod';
import type { Metrics } from '../domain/metrics.ts';
import { limited } from './limited.ts';
import { limitOptions } from './limits.ts';

const term = z.strictObject({
  metric: z.string().min(1).describe('Name of a metric, such as sharpe_ratio, net_pnl or win_rate'),
  weight: z.number().describe('Negative for a metric that should be small'),
  range: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high, 'wanted a lower bound below the upper one')
    .optional()
    .describe('Maps these two values to 0 and 1, what lies outside to the nearer one'),
});

const options = z
  .strictObject({
    ...limitOptions,
    terms: z.array(term).min(1).describe('What is weighed and added up'),
  })
  .describe('Weighted sum of metrics');

type Term = z.output<typeof term>;

/**
 * Σ weight × metric, each metric scaled by its `range` where it has one. The ranges are fixed, so
 * that a set's fitness never depends on the other sets of the search. A metric that is missing, or
 * infinite without a range to clip it, makes the set invalid.
 */
export const composite = {
  options,
  ...limited<z.output<typeof options>>(({ terms }) => (metrics) => {
    let sum = 0;
    for (const each of terms) sum += each.weight * scaled(each, metrics);
    return Number.isFinite(sum) ? sum : Number.NEGATIVE_INFINITY;
  }),
};

function scaled({ metric, range }: Term, metrics: Metrics): number {
  const value = Object.hasOwn(metrics, metric) ? (metrics[metric] ?? Number.NaN) : Number.NaN;
  if (range === undefined) return value;
  const [low, high] = range;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
