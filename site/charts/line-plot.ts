import uPlot from 'uplot';
import { logTicks } from '../data/log-ticks.ts';
import type { Chart, ChartFrame } from './chart.ts';
import { plotKeys } from './plot-keys.ts';
import { shortTicks } from './short-ticks.ts';

export interface LinePlotOptions {
  readonly time: boolean;
  readonly series: readonly uPlot.Series[];
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly rangeY: (plot: uPlot, low: number, high: number) => uPlot.Range.MinMax;
  /** What the readout says of a position in the columns. */
  readonly readout: (plot: uPlot, index: number) => string | null;
  readonly hooks?: uPlot.Hooks.Arrays;
  /** Plots with the same key share the cursor. */
  readonly sync?: string;
  /** … but not what is dragged. */
  readonly syncsCursorAlone?: boolean;
  /** What choosing a range by keys does; false where it zooms. Null takes the choice back. */
  readonly chooseRange?: (range: readonly [number, number] | null) => boolean;
  /** x is a duration: its ticks stand at whole seconds, minutes or hours, or at parts of a second. */
  readonly durations?: boolean;
  /** x may be any number, not only a whole one. */
  readonly fractions?: boolean;
  /** A logarithmic y; values must be above 0. */
  readonly log?: boolean;
  /** The line near the pointer stands out. */
  readonly focus?: boolean;
}

const FONT = '11px system-ui, sans-serif';

function axes(options: LinePlotOptions, { colors }: ChartFrame): uPlot.Axis[] {
  const common = {
    stroke: colors.muted,
    font: FONT,
    grid: { stroke: colors.line, width: 1 },
    ticks: { show: false },
  };
  const format = (formatter: (value: number) => string) => (_: uPlot, values: number[]) =>
    shortTicks(values.map(formatter));
  return [
    {
      ...common,
      size: options.time ? 40 : 28,
      space: 70,
      gap: 6,
      grid: { show: false },
      ...(options.time ? {} : { values: format(options.formatX) }),
      ...(options.time || options.fractions
        ? {}
        : { incrs: options.durations ? DURATION_STEPS : WHOLE_STEPS }),
    },
    {
      ...common,
      size: 62,
      space: 34,
      gap: 6,
      values: format(options.formatY),
      ...(options.log ? LOG_TICKS : {}),
    },
  ];
}

/** uPlot's own keep powers of ten alone, of which a curve may cross none. */
const LOG_TICKS: Pick<uPlot.Axis, 'splits' | 'filter'> = {
  splits: (plot, _, low, high) => [
    ...logTicks(low, high, Math.max(2, plot.bbox.height / devicePixelRatio / 34)),
  ],
  filter: (_, splits) => splits,
};

/** Ids are whole: no tick stands between two. */
const WHOLE_STEPS = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

export const DURATION_STEPS = [
  ...[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60),
  ...[1, 2, 5, 10, 24, 48, 120, 240].map((hours) => hours * 3600),
];

/** A value holds until the next one: a step after each point. */
export function steppedPaths(): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  return paths ? { paths } : {};
}

function syncOf(key: string, { syncsCursorAlone = false }: LinePlotOptions): uPlot.Cursor.Sync {
  if (!syncsCursorAlone) return { key };
  return { key, filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } };
}

function plotOptions(options: LinePlotOptions, frame: ChartFrame): uPlot.Options {
  let wasHovered = false;
  return {
    width: frame.width,
    height: frame.height,
    // Daily bars are days in the market's zone; a viewer's own zone would shift them.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), 'Etc/UTC'),
    padding: [8, options.durations ? 40 : 22, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: options.time },
      y: { range: options.rangeY, ...(options.log ? { distr: 3 as const } : {}) },
    },
    ...(options.focus ? { focus: { alpha: 0.25 } } : {}),
    axes: axes(options, frame),
    series: [{}, ...options.series],
    cursor: {
      y: false,
      drag: { x: true, y: false },
      points: { size: 7 },
      ...(options.focus ? { focus: { prox: 20 } } : {}),
      ...(options.sync === undefined ? {} : { sync: syncOf(options.sync, options) }),
    },
    hooks: {
      ...options.hooks,
      setCursor: [
        (plot) => {
          const index = plot.cursor.idx;
          const hovered = typeof index === 'number' && (plot.cursor.left ?? -1) >= 0;
          frame.onReadout(hovered ? options.readout(plot, index) : null);
          if (wasHovered && !hovered) frame.onHover?.(null);
          wasHovered = hovered;
        },
      ],
    },
  };
}

/** True where the user dragged a range; news must not take it away. A double click ends it. */
function isZoomed(plot: uPlot): boolean {
  const ids = plot.data[0];
  const { min, max } = plot.scales['x'] ?? {};
  const [first, last] = [ids[0], ids[ids.length - 1]];
  if (min == null || max == null || first === undefined || last === undefined) return false;
  return min > first || max < last;
}

/** A uPlot in the colours and type of the site. `columns` makes its columns of the data. */
export function linePlot<Data>(
  data: Data,
  frame: ChartFrame,
  options: LinePlotOptions & { readonly columns: (data: Data) => uPlot.AlignedData },
): Chart<Data> {
  const element = document.createElement('div');
  const plot = new uPlot(plotOptions(options, frame), options.columns(data), element);
  const keys = plotKeys(plot, {
    select(low, high) {
      if (options.chooseRange?.([low, high]) === true) return;
      if (low < high) plot.setScale('x', { min: low, max: high });
    },
    reset() {
      // uPlot's own way of showing everything again.
      if (options.chooseRange?.(null) !== true) plot.setData(plot.data, true);
    },
  });
  return {
    element,
    keys,
    update: (next) => {
      const keepZoom = isZoomed(plot);
      plot.setData(options.columns(next), !keepZoom);
      if (keepZoom) plot.redraw();
    },
    resize: (width, height) => plot.setSize({ width, height }),
    /** The series from 1 on stands out. */
    mark: (series) => plot.setSeries(series, { focus: true }),
    destroy: () => plot.destroy(),
  };
}
