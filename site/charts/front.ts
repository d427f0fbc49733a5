import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { FrontView } from '../../runner/server/views.ts';
import { formatNumber } from '../data/format.ts';
import { frontColumns, objectiveValue } from '../data/front-columns.ts';
import { formatMetric, metricLabel } from '../data/metric-format.ts';
import type { ChartKind } from './chart.ts';
import { linePlot } from './line-plot.ts';
import { plotRing } from './plot-ring.ts';

export interface MarkedFront extends FrontView {
  /** Ids of those that are chosen, where there is a choice; the others fade. */
  readonly chosen?: ReadonlySet<number> | null;
}

/** The sets that no other beats: the first objective across, the second up, as measured. */
export const front: ChartKind<MarkedFront> = {
  describe: ({ objectives, total }) => {
    const [first, second] = objectives;
    if (first === undefined || second === undefined || total === 0) return null;
    return `${formatNumber(total)} sets that no other beats in all objectives: ${metricLabel(first.metric)} across, ${metricLabel(second.metric)} up.`;
  },
  create: (initial, frame) => {
    let data = initial;
    const { objectives } = initial;
    const metric = (position: number): string => objectives[position]?.metric ?? '';
    const told = (row: Evaluation): string =>
      objectives
        .map((objective, position) => {
          const value = objectiveValue(row, position, objective);
          return `${metricLabel(objective.metric)} ${formatMetric(objective.metric, value)}`;
        })
        .join('  ');
    const ring = plotRing();
    const { accent, muted } = frame.colors;
    const chart = linePlot(initial, frame, {
      time: false,
      fractions: true,
      series: [
        { stroke: accent, width: 1, dash: [3, 4], points: { show: false } },
        { stroke: muted, width: 0, points: { show: true, size: 4, fill: muted } },
        { stroke: accent, width: 0, points: { show: true, size: 6, fill: accent } },
      ],
      columns: (view) => {
        const { x, y, rows } = frontColumns(view);
        const { chosen = null } = view;
        const isChosen = rows.map(({ id }) => chosen === null || chosen.has(id));
        return [
          x,
          y,
          y.map((value, at) => (isChosen[at] ? null : value)),
          y.map((value, at) => (isChosen[at] ? value : null)),
        ];
      },
      hooks: ring.hooks,
      formatX: (value) => formatMetric(metric(0), value),
      formatY: (value) => formatMetric(metric(1), value),
      rangeY: (_, low, high) => padded(low, high),
      readout: (_, index) => {
        const row = frontColumns(data).rows[index];
        frame.onHover?.(row?.id ?? null);
        return row === undefined ? null : `#${formatNumber(row.id)}  ${told(row)}`;
      },
    });
    return {
      ...chart,
      update: (next) => {
        data = next;
        chart.update(next);
      },
      mark(id) {
        const { x, y, rows } = frontColumns(data);
        const at = id === null ? -1 : rows.findIndex((row) => row.id === id);
        ring.place(at < 0 ? null : [x[at] as number, y[at] as number]);
      },
    };
  },
};

function padded(low: number, high: number): [number, number] {
  const padding = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 0.1);
  return [low - padding, high + padding];
}
