import type uPlot from 'uplot';
import type { StudyCourse } from '../../runner/domain/study.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { scoreRange } from '../data/score-range.ts';
import { stepCurve } from '../data/step-curve.ts';
import type { ChartKind } from './chart.ts';
import { type ChartColors, seriesColor } from './chart-colors.ts';
import { linePlot, steppedPaths } from './line-plot.ts';

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

const rangeOf = ({ best }: StudyCourse) => scoreRange(best.map(([, fitness]) => fitness));

/** How the best of a study rose over its runs, as steps, with the runs' borders. */
export const studyCourse: ChartKind<StudyCourse> = {
  describe: ({ best, borders, total }) => {
    const [first, last] = [best[0], best.at(-1)];
    if (first === undefined || last === undefined) return null;
    const runs = borders.length === 1 ? '1 run' : `${borders.length} runs`;
    const by = runAt(borders, last[0])?.run ?? '';
    return `Best fitness from ${formatFitness(first[1])} to ${formatFitness(last[1])} over ${runs} of ${formatNumber(total)} evaluations, found at evaluation ${formatNumber(last[0])} by run ${by}.`;
  },
  create: (initial, frame) => {
    let data = initial;
    let range = rangeOf(initial);
    const chart = linePlot(initial, frame, {
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
      columns: ({ best, total }) => stepCurve(best, total),
      formatX: (nth) => formatNumber(nth),
      formatY: (score) => (range === null ? '' : formatFitness(score)),
      rangeY: () => [...(range ?? [0, 1])],
      readout: (plot, index) => {
        const [counts, scores] = plot.data;
        const nth = counts[index] ?? 0;
        const run = runAt(data.borders, nth)?.run ?? '';
        return `${formatNumber(nth)} evaluations  best ${formatFitness(scores?.[index])}  run ${run}`;
      },
      hooks: { draw: [(plot) => drawBorders(plot, data, frame.colors)] },
    });
    return {
      ...chart,
      update: (next) => {
        data = next;
        range = rangeOf(next);
        chart.update(next);
      },
    };
  },
};
