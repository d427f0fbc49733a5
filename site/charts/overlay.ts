import type uPlot from 'uplot';
import { type OverlayLine, overlayColumns } from '../data/overlay-columns.ts';
import type { Chart, ChartFrame, ChartKind } from './chart.ts';
import { type LinePlotOptions, linePlot, steppedPaths } from './line-plot.ts';
import { lineColor, lineStyle, referenceLine } from './line-style.ts';

export interface OverlayKind<Data> {
  readonly lines: (data: Data) => readonly OverlayLine[];
  readonly stepped: boolean;
  /** What decides the axes; where it changes, the plot is made anew. */
  readonly axes: (data: Data) => Pick<LinePlotOptions, 'time' | 'formatX' | 'formatY' | 'rangeY'> &
    Partial<Pick<LinePlotOptions, 'log' | 'durations' | 'fractions' | 'sync'>> & {
      readonly key: string;
    };
  /** One line in words. */
  readonly describe: (line: OverlayLine, data: Data) => string;
}

const drawn = ({ points }: OverlayLine) => points.length > 0;

function nearest(plot: uPlot, index: number): number | null {
  const top = plot.cursor.top ?? 0;
  let best: { series: number; distance: number } | null = null;
  for (let series = 1; series < plot.data.length; series++) {
    const value = plot.data[series]?.[index];
    if (value == null) continue;
    const distance = Math.abs(plot.valToPos(value, 'y') - top);
    if (best === null || distance < best.distance) best = { series, distance };
  }
  return best?.series ?? null;
}

function seriesOf(lines: readonly OverlayLine[], stepped: boolean, { colors }: ChartFrame) {
  return lines.map(
    ({ position, reference }): uPlot.Series => ({
      ...(reference
        ? referenceLine(colors)
        : {
            stroke: lineColor(colors, position),
            width: 1.75,
            dash: [...lineStyle(position).dash],
          }),
      points: { show: false },
      ...(stepped ? steppedPaths() : {}),
    }),
  );
}

function makePlot<Data>(kind: OverlayKind<Data>, data: Data, frame: ChartFrame): Chart<Data> {
  const lines = kind.lines(data).filter(drawn);
  const { key: _, ...axes } = kind.axes(data);
  return linePlot(data, frame, {
    ...axes,
    focus: lines.length > 1,
    series: seriesOf(lines, kind.stepped, frame),
    columns: (next) =>
      overlayColumns(
        kind
          .lines(next)
          .filter(drawn)
          .map(({ points }) => points),
      ),
    readout: (plot, index) => {
      const series = nearest(plot, index);
      const line = series === null ? undefined : lines[series - 1];
      if (series === null || line === undefined) return null;
      const value = axes.formatY(plot.data[series]?.[index] ?? 0);
      return `${axes.formatX(plot.data[0][index] ?? 0)}  ${line.name}  ${value}`;
    },
  });
}

/** Many lines on the same axes; which of them there are may change. */
export function overlay<Data>(kind: OverlayKind<Data>): ChartKind<Data> {
  const keyOf = (data: Data) => {
    const lines = kind.lines(data).filter(drawn);
    const ids = lines.map(({ position, reference }) => `${reference ? 'r' : ''}${position}`);
    return `${kind.axes(data).key} ${ids.join()}`;
  };
  return {
    describe: (data) => {
      const lines = kind.lines(data).filter(drawn);
      if (lines.length === 0) return null;
      return lines.map((line) => kind.describe(line, data)).join(' ');
    },
    create: (initial, frame) => {
      const element = document.createElement('div');
      let { width, height } = frame;
      let key = keyOf(initial);
      let data = initial;
      let chart = makePlot(kind, initial, frame);
      element.append(chart.element);
      return {
        element,
        update: (next) => {
          data = next;
          const nextKey = keyOf(next);
          if (nextKey === key) {
            chart.update(next);
            return;
          }
          key = nextKey;
          chart.destroy();
          chart = makePlot(kind, next, { ...frame, width, height });
          element.replaceChildren(chart.element);
        },
        resize: (nextWidth, nextHeight) => {
          [width, height] = [nextWidth, nextHeight];
          chart.resize(width, height);
        },
        mark: (position) => {
          const lines = kind.lines(data).filter(drawn);
          const place = lines.findIndex((line) => line.position === position && !line.reference);
          chart.mark?.(place < 0 ? null : place + 1);
        },
        destroy: () => chart.destroy(),
      };
    },
  };
}
