import type uPlot from 'uplot';
import type { PointsView } from '../../runner/server/views.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { scoreRange } from '../data/score-range.ts';
import { stageSpans } from '../data/stage-spans.ts';
import { bestLine } from './best-line.ts';
import type { ChartKind } from './chart.ts';
import { type ChartColors, seriesColor } from './chart-colors.ts';
import { EVALUATIONS_SYNC } from './evaluations-scatter.ts';

/** A thin bar along the bottom for each stage, in its colour of the scatter. */
function drawStages(plot: uPlot, data: PointsView, colors: ChartColors): void {
  const { left, top, width, height } = plot.bbox;
  const thickness = 3 * devicePixelRatio;
  plot.ctx.save();
  for (const { from, to, stage } of stageSpans(data)) {
    const start = Math.max(left, plot.valToPos(from, 'x', true));
    const end = Math.min(left + width, plot.valToPos(to, 'x', true));
    plot.ctx.fillStyle = seriesColor(colors, stage);
    if (end > start) plot.ctx.fillRect(start, top + height - thickness, end - start, thickness);
  }
  plot.ctx.restore();
}

/** Numbers of a study's later runs do not begin at 1. */
const lastId = ({ points, total }: PointsView) => Math.max(total, points.at(-1)?.[0] ?? 0);

/** Best fitness after each evaluation, as steps. */
export const bestSoFar: ChartKind<PointsView> = {
  describe: (data) => {
    const { best } = data;
    const last = best.at(-1);
    if (last === undefined) return null;
    const count = `${best.length} ${best.length === 1 ? 'improvement' : 'improvements'}`;
    const before = lastId(data) > data.total ? ` in a run of ${data.total}` : ` of ${data.total}`;
    return `Best fitness ${formatFitness(last[1])}, found at evaluation ${last[0]}${before}, after ${count}.`;
  },
  create: (initial, frame) =>
    bestLine(
      {
        curve: ({ best }) => best,
        end: lastId,
        range: ({ best }) => scoreRange(best.map(([, fitness]) => fitness)),
        formatY: formatFitness,
        readout: (id, score) => `#${formatNumber(id)}  best ${formatFitness(score)}`,
        paint: (plot, data) => drawStages(plot, data, frame.colors),
        sync: EVALUATIONS_SYNC,
      },
      initial,
      frame,
    ),
};
