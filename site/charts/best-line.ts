import type uPlot from 'uplot';
import { formatNumber } from '../data/format.ts';
import { stepCurve } from '../data/step-curve.ts';
import type { Chart, ChartFrame } from './chart.ts';
import { linePlot, steppedPaths } from './line-plot.ts';

/** What rises in steps over the evaluations of a search. */
export interface BestLine<Data> {
  /** Each rise: after which evaluation, and to what. */
  readonly curve: (data: Data) => readonly (readonly [number, number])[];
  /** The last evaluation, to which the line goes on. */
  readonly end: (data: Data) => number;
  /** What the axis holds; null where there is nothing to hold. */
  readonly range: (data: Data) => readonly [number, number] | null;
  readonly formatY: (value: number) => string;
  /** What is said of a place on the line. */
  readonly readout: (at: number, value: number | null | undefined, data: Data) => string;
  /** What is drawn over it. */
  readonly paint?: (plot: uPlot, data: Data) => void;
  /** Plots with the same key share the cursor. */
  readonly sync?: string;
}

/** One line of steps with a band below. */
export function bestLine<Data>(
  line: BestLine<Data>,
  initial: Data,
  frame: ChartFrame,
): Chart<Data> {
  let data = initial;
  let range = line.range(initial);
  const { paint, sync } = line;
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
    columns: (view) => stepCurve(line.curve(view), line.end(view)),
    formatX: (at) => formatNumber(at),
    formatY: (value) => (range === null ? '' : line.formatY(value)),
    rangeY: () => [...(range ?? [0, 1])],
    readout: (plot, index) => {
      const [at, values] = plot.data;
      return line.readout(at[index] ?? 0, values?.[index], data);
    },
    ...(sync === undefined ? {} : { sync, syncsCursorAlone: true }),
    ...(paint === undefined ? {} : { hooks: { draw: [(plot: uPlot) => paint(plot, data)] } }),
  });
  return {
    ...chart,
    update: (next) => {
      data = next;
      range = line.range(next);
      chart.update(next);
    },
  };
}
