import type { HypervolumeCourse } from '../../runner/server/views.ts';
import { formatNumber, formatPercent } from '../data/format.ts';
import { formatMetric, metricLabel } from '../data/metric-format.ts';
import { stepCurve } from '../data/step-curve.ts';
import type { ChartKind } from './chart.ts';
import { linePlot, steppedPaths } from './line-plot.ts';

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
    linePlot(initial, frame, {
      time: false,
      series: [
        {
          stroke: frame.colors.accent,
          fill: frame.colors.band,
          width: 2,
          ...steppedPaths(),
          points: { show: false },
        },
      ],
      columns: ({ curve, evaluations }) => stepCurve(curve, evaluations),
      formatX: (evaluation) => formatNumber(evaluation),
      formatY: (share) => formatPercent(100 * share, 0),
      rangeY: () => [0, 1],
      readout: (plot, index) => {
        const [evaluations, shares] = plot.data;
        return `evaluation ${formatNumber(evaluations[index])}  ${formatPercent(100 * (shares?.[index] ?? 0), 1)}`;
      },
    }),
};
