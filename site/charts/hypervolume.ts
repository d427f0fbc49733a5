import type { HypervolumeCourse } from '../../runner/server/views.ts';
import { formatNumber, formatPercent } from '../data/format.ts';
import { formatMetric, metricLabel } from '../data/metric-format.ts';
import { bestLine } from './best-line.ts';
import type { ChartKind } from './chart.ts';

/** How much of what can be had the fronts of a search dominated, over its evaluations. */
export const hypervolume: ChartKind<HypervolumeCourse> = {
  describe: ({ curve, front, objectives, reference, ideal }) => {
    const last = curve.at(-1);
    if (last === undefined) return null;
    const boxes = objectives.map(
      ({ metric }, k) =>
        `${metricLabel(metric)} ${formatMetric(metric, reference[k])} to ${formatMetric(metric, ideal[k])}`,
    );
    return `Hypervolume ${formatPercent(100 * last[1], 1)} of the box ${boxes.join(', ')}, with ${formatNumber(front)} sets on the front.`;
  },
  create: (initial, frame) =>
    bestLine(
      {
        curve: ({ curve }) => curve,
        end: ({ evaluations }) => evaluations,
        range: () => [0, 1],
        formatY: (share) => formatPercent(100 * share, 0),
        readout: (evaluation, share) =>
          `evaluation ${formatNumber(evaluation)}  ${formatPercent(100 * (share ?? 0), 1)}`,
      },
      initial,
      frame,
    ),
};
