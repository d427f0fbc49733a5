import type uPlot from 'uplot';
import type { Point, PointsView } from '../../runner/server/views.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { pointsRange } from '../data/score-range.ts';
import type { ChartKind } from './chart.ts';
import { linePlot, steppedPaths } from './line-plot.ts';
import { plotRing } from './plot-ring.ts';
import { rangeChoice } from './range-choice.ts';
import { drawMarks } from './scatter-marks.ts';

/** Plots with an evaluation's number across share the cursor. */
export const EVALUATIONS_SYNC = 'evaluations';

const STATUS_WORDS = ['', 'invalid', 'failed', 'pruned'] as const;

/** Ids with the best until then: the cursor finds marks by these, the line is drawn from them. */
function columns({ points, best }: PointsView): uPlot.AlignedData {
  let improvement = 0;
  let current: number | null = null;
  const bests = points.map(([id]) => {
    for (let next = best[improvement]; next && next[0] <= id; next = best[++improvement]) {
      current = next[1];
    }
    return current;
  });
  return [points.map(([id]) => id), bests];
}

function describePoint(point: Point, stages: readonly string[]): string {
  const [id, fitness, stage, status] = point;
  const word = STATUS_WORDS[status];
  const outcome = word === '' ? formatFitness(fitness) : word;
  return `#${formatNumber(id)}  ${outcome}  ${stages[stage] ?? ''}`;
}

export interface MarkedPoints extends PointsView {
  /** Those that are chosen, where there is a choice; the others fade. */
  readonly chosen?: readonly Point[] | null;
}

/** Every evaluation by its id and fitness, coloured by stage, the best line over them. */
export const evaluationsScatter: ChartKind<MarkedPoints> = {
  describe: ({ points, total }) => {
    if (points.length === 0) return null;
    const off = points.filter(([, , , status]) => status !== 0).length;
    const shown = points.length < total ? `${points.length} of ${total}` : `${total}`;
    return `Fitness of ${shown} evaluations in the order of asking; ${off} of them invalid, failed or pruned.`;
  },
  create: (initial, frame) => {
    let data = initial;
    let range = pointsRange(initial);
    let isChoosing = false;
    const ring = plotRing();
    const dragging = rangeChoice({
      isOn: () => isChoosing,
      withY: true,
      choose: (box) => frame.onChoice?.({ id: box?.x ?? null, fitness: box?.y ?? null }),
    });
    const chart = linePlot(initial, frame, {
      time: false,
      series: [
        {
          stroke: frame.colors.ink,
          width: 1.5,
          ...steppedPaths(),
          points: { show: false },
        },
      ],
      columns,
      formatX: (id) => formatNumber(id),
      formatY: (score) => (range === null ? '' : formatFitness(score)),
      rangeY: () => [...(range ?? [0, 1])],
      readout: (_, index) => {
        const point = data.points[index];
        frame.onHover?.(point?.[0] ?? null);
        return point ? describePoint(point, data.stages) : null;
      },
      sync: EVALUATIONS_SYNC,
      syncsCursorAlone: true,
      chooseRange: (id) => {
        if (isChoosing) frame.onChoice?.(id === null ? { id, fitness: null } : { id });
        return isChoosing;
      },
      hooks: {
        init: [...(ring.hooks.init ?? []), ...(dragging.hooks.init ?? [])],
        setSelect: dragging.hooks.setSelect ?? [],
        drawAxes: [
          (plot) => {
            const { points, chosen = null } = data;
            drawMarks(plot, points, { colors: frame.colors, isFaded: chosen !== null });
            if (chosen !== null) drawMarks(plot, chosen, { colors: frame.colors });
          },
        ],
      },
    });
    return {
      ...chart,
      update: (next) => {
        data = next;
        range = pointsRange(next);
        chart.update(next);
      },
      mark(id) {
        const point = id === null ? undefined : data.points.find(([own]) => own === id);
        ring.place(point === undefined || point[1] === null ? null : [point[0], point[1]]);
      },
      chooseByDrag(isOn) {
        isChoosing = isOn;
        dragging.apply();
      },
    };
  },
};
