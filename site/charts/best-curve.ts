import type uPlot from 'uplot';
import type { BestView } from '../../runner/server/views.ts';
import { type Curve, curveColumns } from '../data/curve-columns.ts';
import { formatNumber, formatPercent } from '../data/format.ts';
import type { ChartFrame, ChartKind } from './chart.ts';
import { linePlot } from './line-plot.ts';

interface CurveStyle {
  readonly name: string;
  readonly curve: (side: Pick<BestView, 'equity' | 'drawdown'>) => Curve;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
  readonly filled: boolean;
  readonly rangeY: (low: number, high: number) => uPlot.Range.MinMax;
}

const SYNC_KEY = 'best';
const day = (seconds: number | undefined) =>
  new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10);

function seriesOf(style: CurveStyle, { colors }: ChartFrame): uPlot.Series[] {
  return [colors.series[0], colors.series[1]].map((color) => ({
    stroke: color ?? colors.accent,
    width: 1.5,
    points: { show: false },
    spanGaps: true,
    ...(style.filled ? { fill: colors.band } : {}),
  }));
}

function readout(style: CurveStyle, plot: uPlot, index: number): string | null {
  const [times, search, holdout] = plot.data;
  const outside = holdout?.[index] ?? null;
  const value = outside ?? search?.[index] ?? null;
  if (value === null) return null;
  return `${day(times[index])}  ${style.format(value)}${outside === null ? '' : '  holdout'}`;
}

/** A curve of the best over time, the holdout's after it in the second colour. */
function bestCurve(style: CurveStyle): ChartKind<BestView> {
  return {
    describe: (best) => {
      const points = style.curve(best);
      const [first, last] = [points[0], points.at(-1)];
      if (first === undefined || last === undefined) return null;
      const from = `${day(first[0])}, ${style.format(first[1])}`;
      return `${style.name} of the best set from ${from} to ${day(last[0])}, ${style.format(last[1])}.`;
    },
    create: (data, frame) =>
      linePlot(data, frame, {
        time: true,
        sync: SYNC_KEY,
        series: seriesOf(style, frame),
        columns: (best) =>
          curveColumns(style.curve(best), best.holdout ? style.curve(best.holdout) : []),
        formatX: day,
        formatY: style.formatTick,
        rangeY: (_, low, high) => style.rangeY(low, high),
        readout: (plot, index) => readout(style, plot, index),
      }),
  };
}

export const equity = bestCurve({
  name: 'Equity',
  curve: (side) => side.equity,
  format: (value) => formatNumber(value, 2),
  formatTick: (value) => formatNumber(value),
  filled: false,
  rangeY: (low, high) => {
    const padding = (high - low) * 0.05 || Math.abs(high) * 0.01 || 1;
    return [low - padding, high + padding];
  },
});

export const drawdown = bestCurve({
  name: 'Drawdown',
  curve: (side) => side.drawdown,
  format: (value) => formatPercent(value, 2),
  formatTick: (value) => formatPercent(value, Number.isInteger(value) ? 0 : 1),
  filled: true,
  rangeY: (low) => [low * 1.05 || -1, 0],
});
