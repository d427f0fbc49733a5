import type uPlot from 'uplot';
import type { StudyCourse } from '../../runner/domain/study.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { scoreRange } from '../data/score-range.ts';
import { bestLine } from './best-line.ts';
import type { ChartKind } from './chart.ts';
import { type ChartColors, seriesColor } from './chart-colors.ts';

type Border = StudyCourse['borders'][number];

/** A line where each run begins, and along the bottom a thin bar in the run's colour. */
function drawBorders(plot: uPlot, { borders, total }: StudyCourse, colors: ChartColors): void {
  const { left, top, width, height } = plot.bbox;
  const thickness = 3 * devicePixelRatio;
  const { ctx } = plot;
  ctx.save();
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.lineWidth = devicePixelRatio;
  for (const [index, { after }] of borders.entries()) {
    const until = borders[index + 1]?.after ?? total;
    const start = Math.max(left, plot.valToPos(after, 'x', true));
    const end = Math.min(left + width, plot.valToPos(until, 'x', true));
    if (end <= start) continue;
    ctx.fillStyle = seriesColor(colors, index);
    ctx.fillRect(start, top + height - thickness, end - start, thickness);
    if (index === 0 || start <= left) continue;
    ctx.strokeStyle = colors.muted;
    ctx.beginPath();
    ctx.moveTo(Math.round(start), top);
    ctx.lineTo(Math.round(start), top + height);
    ctx.stroke();
  }
  ctx.restore();
}

/** The run that made the n-th evaluation of a study. */
export function runAt(borders: readonly Border[], nth: number): Border | undefined {
  return borders.findLast(({ after }) => after < nth);
}

/** How the best of a study rose over its runs, as steps, with the runs' borders. */
export const studyCourse: ChartKind<StudyCourse> = {
  describe: ({ best, borders, total }) => {
    const [first, last] = [best[0], best.at(-1)];
    if (first === undefined || last === undefined) return null;
    const runs = borders.length === 1 ? '1 run' : `${borders.length} runs`;
    const by = runAt(borders, last[0])?.run ?? '';
    return `Best fitness from ${formatFitness(first[1])} to ${formatFitness(last[1])} over ${runs} of ${formatNumber(total)} evaluations, found at evaluation ${formatNumber(last[0])} by run ${by}.`;
  },
  create: (initial, frame) =>
    bestLine(
      {
        curve: ({ best }) => best,
        end: ({ total }) => total,
        range: ({ best }) => scoreRange(best.map(([, fitness]) => fitness)),
        formatY: formatFitness,
        readout: (nth, score, { borders }) =>
          `${formatNumber(nth)} evaluations  best ${formatFitness(score)}  run ${runAt(borders, nth)?.run ?? ''}`,
        paint: (plot, data) => drawBorders(plot, data, frame.colors),
      },
      initial,
      frame,
    ),
};
