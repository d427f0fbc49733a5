import type { ResultView } from '../../runner/server/evaluation-views.ts';
import { benchmarkLine } from '../data/benchmark-line.ts';
import { formatMoney, formatPercent } from '../data/format.ts';
import type { ChartKind } from './chart.ts';
import { linePlot } from './line-plot.ts';
import { moneyTick } from './money-tick.ts';
import { overlay } from './overlay.ts';

/** What the curves of an evaluation are drawn from. */
export interface EvaluationCurves
  extends Pick<ResultView, 'equity' | 'benchmark' | 'drawdown' | 'currency'> {
  readonly log: boolean;
}

/** The charts of one evaluation share the cursor. */
export const EVALUATION_SYNC = 'evaluation';

export const dayText = (seconds: number | undefined) =>
  new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10);

/** Equity in account currency, beside it the benchmark bought for the same money. */
export const evaluationEquity = overlay<EvaluationCurves>({
  lines: ({ equity, benchmark, log }) => {
    // A logarithm knows nothing at or below 0: a ruined account ends its line.
    const drawn = log ? equity.filter(([, value]) => value > 0) : equity;
    return [
      { name: 'Equity', position: 0, points: drawn },
      {
        name: 'Benchmark',
        position: 1,
        reference: true,
        points: benchmarkLine(benchmark, equity),
      },
    ];
  },
  stepped: false,
  axes: ({ log, currency }) => ({
    key: `${log} ${currency}`,
    time: true,
    log,
    sync: EVALUATION_SYNC,
    formatX: dayText,
    formatY: (value) => moneyTick(value, currency),
    rangeY: (_, low, high) => {
      if (log) return [low * 0.97, high * 1.03];
      const padding = (high - low) * 0.05 || Math.abs(high) * 0.01 || 1;
      return [low - padding, high + padding];
    },
  }),
  describe: ({ name, points }, { currency }) => {
    const [first, last] = [points[0], points.at(-1)];
    const from = `${formatMoney(first?.[1], currency, 2)} on ${dayText(first?.[0])}`;
    return `${name}: ${from}, ${formatMoney(last?.[1], currency, 2)} on ${dayText(last?.[0])}.`;
  },
});

/** In percent below the highest equity so far. */
export const evaluationDrawdown: ChartKind<EvaluationCurves> = {
  describe: ({ drawdown }) => {
    const first = drawdown[0];
    if (first === undefined) return null;
    const deepest = drawdown.reduce((low, point) => (point[1] < low[1] ? point : low), first);
    return `Drawdown, deepest on ${dayText(deepest[0])} with ${formatPercent(deepest[1], 2)}.`;
  },
  create: (data, frame) =>
    linePlot(data, frame, {
      time: true,
      sync: EVALUATION_SYNC,
      series: [
        {
          stroke: frame.colors.series[0] ?? frame.colors.accent,
          fill: frame.colors.band,
          width: 1.5,
          points: { show: false },
        },
      ],
      columns: ({ drawdown }) => [
        drawdown.map(([seconds]) => seconds),
        drawdown.map(([, value]) => value),
      ],
      formatX: dayText,
      formatY: (value) => formatPercent(value, Number.isInteger(value) ? 0 : 1),
      rangeY: (_, low) => [low * 1.05 || -1, 0],
      readout: (plot, index) =>
        `${dayText(plot.data[0][index])}  ${formatPercent(plot.data[1]?.[index], 2)}`,
    }),
};
