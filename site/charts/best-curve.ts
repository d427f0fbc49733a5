import type uPlot from 'uplot';
import type { BestView } from '../../runner/server/views.ts';
import { benchmarkLine } from '../data/benchmark-line.ts';
import { formatMoney, formatPercent } from '../data/format.ts';
import { overlayColumns } from '../data/overlay-columns.ts';
import type { ChartFrame, ChartKind } from './chart.ts';
import { linePlot } from './line-plot.ts';
import { referenceLine } from './line-style.ts';
import { moneyTick } from './money-tick.ts';

type Side = Omit<BestView, 'holdout'>;
type Curve = Side['equity'];

interface CurveStyle {
  readonly name: string;
  readonly curve: (side: Side) => Curve;
  /** What it is held against, where there is anything. */
  readonly reference?: (side: Side) => Curve;
  readonly format: (value: number, side: Side) => string;
  readonly formatTick: (value: number, side: Side) => string;
  readonly filled: boolean;
  readonly rangeY: (low: number, high: number) => uPlot.Range.MinMax;
}

const SYNC_KEY = 'best';
const day = (seconds: number | undefined) =>
  new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10);

function seriesOf(style: CurveStyle, { colors }: ChartFrame): uPlot.Series[] {
  const own = [colors.series[0], colors.series[1]].map((color) => ({
    stroke: color ?? colors.accent,
    width: 1.5,
    points: { show: false },
    ...(style.filled ? { fill: colors.band } : {}),
  }));
  if (style.reference === undefined) return own;
  const grey = { ...referenceLine(colors), points: { show: false } };
  return [...own, grey, grey];
}

/** Those of the search and the holdout, then what each is held against. */
function columnsOf(style: CurveStyle, best: BestView): uPlot.AlignedData {
  const { curve, reference } = style;
  const of = (read: typeof curve) => [read(best), best.holdout === null ? [] : read(best.holdout)];
  return overlayColumns(reference === undefined ? of(curve) : [...of(curve), ...of(reference)]);
}

function readout(style: CurveStyle, best: BestView, plot: uPlot, index: number): string | null {
  const [times, search, holdout, ...references] = plot.data;
  const outside = holdout?.[index] ?? null;
  const value = outside ?? search?.[index] ?? null;
  if (value === null) return null;
  const [during, after] = references.map((column) => column[index] ?? null);
  const against = (outside === null ? during : after) ?? null;
  return [
    day(times[index]),
    style.format(value, best),
    ...(outside === null ? [] : ['holdout']),
    ...(against === null ? [] : [`benchmark ${style.format(against, best)}`]),
  ].join('  ');
}

/** A curve of the best over time, the holdout's after it in the second colour. */
function bestCurve(style: CurveStyle): ChartKind<BestView> {
  return {
    describe: (best) => {
      const points = style.curve(best);
      const [first, last] = [points[0], points.at(-1)];
      if (first === undefined || last === undefined) return null;
      const from = `${day(first[0])}, ${style.format(first[1], best)}`;
      const to = `${day(last[0])}, ${style.format(last[1], best)}`;
      const end = style.reference?.(best).at(-1);
      const against =
        end === undefined ? '' : ` The benchmark ends at ${style.format(end[1], best)}.`;
      return `${style.name} of the best set from ${from} to ${to}.${against}`;
    },
    create: (data, frame) => {
      let best = data;
      return linePlot(data, frame, {
        time: true,
        sync: SYNC_KEY,
        series: seriesOf(style, frame),
        columns: (next) => {
          best = next;
          return columnsOf(style, next);
        },
        formatX: day,
        formatY: (value) => style.formatTick(value, best),
        rangeY: (_, low, high) => style.rangeY(low, high),
        readout: (plot, index) => readout(style, best, plot, index),
      });
    },
  };
}

export const equity = bestCurve({
  name: 'Equity',
  curve: (side) => side.equity,
  reference: ({ benchmark = [], equity: curve }) => benchmarkLine(benchmark, curve),
  format: (value, { currency }) => formatMoney(value, currency, 2),
  formatTick: (value, { currency }) => moneyTick(value, currency),
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
