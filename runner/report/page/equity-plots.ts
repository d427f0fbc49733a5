import { valueText } from '../../domain/number-text.ts';
import type { Curve } from '../result-curves.ts';
import { type Html, html } from './html.ts';
import { type Axis, type Mark, plotSvg } from './plot.ts';
import type { PlotDetail } from './plot-detail.ts';
import { rangeOf } from './range-of.ts';
import type { NamedResult } from './report-data.ts';
import { thinCurve } from './thin-curve.ts';
import { numberTicks, timeTicks } from './ticks.ts';

/** Equity beside its benchmark, and below it the drawdown, of one backtest. */
export function equityPlots(
  { curves, symbol }: NamedResult,
  { points: most }: PlotDetail,
): Html | null {
  const { equity, drawdown } = curves;
  const [first, last] = [equity[0], equity.at(-1)];
  if (first === undefined || last === undefined || equity.length < 2) return null;
  const benchmark = scaled(curves.benchmark, first[1]);
  const time: Axis = { low: first[0], high: last[0], ticks: timeTicks(first[0], last[0]) };
  const [low, high] = rangeOf([...equity, ...benchmark].map(([, value]) => value));
  const lines: Mark[] = [
    { kind: 'line', points: thinCurve(benchmark, most), series: 9 },
    { kind: 'line', points: thinCurve(equity, most), series: 1 },
  ];
  const deepest = Math.min(0, ...drawdown.map(([, value]) => value));
  const floor = Math.min(-1, deepest * 1.04);
  const equityPlot = plotSvg({
    label: `Equity on ${symbol}: from ${valueText(first[1])} to ${valueText(last[1])}.`,
    x: time,
    y: { low, high, ticks: numberTicks(low, high), title: 'equity' },
    marks: lines.filter(({ points }) => points.length > 1),
  });
  const drawdownPlot = plotSvg({
    label: `Drawdown on ${symbol}: ${valueText(deepest)} percent at its deepest.`,
    x: time,
    y: { low: floor, high: 0, ticks: numberTicks(floor, 0, { count: 3 }), title: 'drawdown %' },
    marks: [{ kind: 'area', points: thinCurve(drawdown, most), level: 0, series: 2 }],
    height: 150,
  });
  return html`<figure>${equityPlot}${drawdownPlot}<figcaption><ul class="keys"><li><span class="key line s1"></span>equity on ${symbol}</li>${
    benchmark.length > 1 &&
    html`<li><span class="key line s9"></span>benchmark, as if all cash had gone into it</li>`
  }<li><span class="key s2"></span>drawdown</li></ul></figcaption></figure>`;
}

/** The benchmark's price from the same start; LEAN's first sample of it may be 0. */
function scaled(benchmark: Curve, start: number): Curve {
  const priced = benchmark.filter(([, value]) => value > 0);
  const first = priced[0]?.[1] ?? 1;
  return priced.map(([time, value]) => [time, (value / first) * start] as const);
}
