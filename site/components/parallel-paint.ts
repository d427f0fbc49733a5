import type { ChartColors } from '../charts/chart-colors.ts';
import { type Axis, unitOf } from '../data/explorer-model.ts';
import type { ExplorerView } from './explorer-view.ts';

/** Room above and below the axes, in pixels. */
const TOP = 44;
const BOTTOM = 24;

/** Where the lines of a plot run. */
export interface ParallelLines {
  readonly axes: readonly Axis[];
  /** For each axis, the height of each row's value on the canvas; NaN where it is absent. */
  readonly ys: readonly Float32Array[];
  xOf(place: number): number;
  /** Of the canvas. */
  readonly height: number;
}

export function linesOf(
  axes: readonly Axis[],
  xOf: (place: number) => number,
  height: number,
): ParallelLines {
  const inner = height - TOP - BOTTOM;
  const ys = axes.map((axis) =>
    Float32Array.from(axis.values, (value) => TOP + (1 - unitOf(axis, value)) * inner),
  );
  return { axes, ys, xOf, height };
}

function trace(context: CanvasRenderingContext2D, { ys, xOf }: ParallelLines, row: number): void {
  let isOpen = false;
  for (const [place, column] of ys.entries()) {
    const y = column[row] as number;
    if (Number.isNaN(y)) isOpen = false;
    else if (isOpen) context.lineTo(xOf(place), y);
    else {
      context.moveTo(xOf(place), y);
      isOpen = true;
    }
  }
}

interface Stroke {
  readonly color: string;
  readonly alpha: number;
  readonly width?: number;
}

export function strokeRows(
  context: CanvasRenderingContext2D,
  lines: ParallelLines,
  rows: readonly number[],
  { color, alpha, width = 1 }: Stroke,
): void {
  context.globalAlpha = alpha;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  for (const row of rows) trace(context, lines, row);
  context.stroke();
  context.globalAlpha = 1;
}

/** Shares of the chosen rows, worst first, at which the colour changes. */
const PARTS = [0, 0.5, 0.8, 0.95, 1];
const BANDS: readonly ((colors: ChartColors) => string)[] = [
  ({ muted }) => muted,
  ({ series }) => series[2] ?? '',
  ({ series }) => series[0] ?? '',
  ({ series }) => series[1] ?? '',
];

/** All rows, those of a choice brighter and the best in bold, then the axes with their brushes. */
export function paintParallel(
  context: CanvasRenderingContext2D,
  lines: ParallelLines,
  { view, colors }: { readonly view: ExplorerView; readonly colors: ChartColors },
): void {
  const { model, chosen, brushes, validOnly } = view;
  const isBright = (row: number): boolean => chosen[row] === 1 && model.valid[row] === 1;
  const rows = [...chosen.keys()];
  const dim = rows.filter((row) => !isBright(row) && !(validOnly && model.valid[row] === 0));
  strokeRows(context, lines, dim, {
    color: colors.muted,
    alpha: brushes.size === 0 ? 0.12 : 0.07,
  });
  const { fitness } = model.sample.columns;
  const bright = rows.filter(isBright).sort((a, b) => (fitness[a] ?? 0) - (fitness[b] ?? 0));
  // Worst first, so that the best lie on top; each part a deeper colour.
  for (const [part, color] of BANDS.entries()) {
    const from = Math.floor(bright.length * (PARTS[part] as number));
    const to = Math.floor(bright.length * (PARTS[part + 1] as number));
    strokeRows(context, lines, bright.slice(from, to), {
      color: color(colors),
      alpha: alphaOf(to - from),
    });
  }
  strokeRows(context, lines, bright.slice(-1), { color: colors.ink, alpha: 1, width: 2 });
  paintAxes(context, lines, { view, colors });
}

function paintAxes(
  context: CanvasRenderingContext2D,
  { axes, xOf, height }: ParallelLines,
  { view: { brushes }, colors }: { readonly view: ExplorerView; readonly colors: ChartColors },
): void {
  const inner = height - TOP - BOTTOM;
  for (const [place, axis] of axes.entries()) {
    context.fillStyle = colors.line;
    context.fillRect(xOf(place) - 0.5, TOP, 1, inner);
    const range = brushes.get(axis.key);
    if (range === undefined) continue;
    const clipped = range.map((value) => Math.min(axis.max, Math.max(axis.min, value)));
    const [low = 0, high = 0] = clipped.map((value) => TOP + (1 - unitOf(axis, value)) * inner);
    context.globalAlpha = 0.35;
    context.fillStyle = colors.accent;
    context.fillRect(xOf(place) - 7, high, 14, Math.max(2, low - high));
    context.globalAlpha = 1;
  }
}

function alphaOf(count: number): number {
  return Math.min(0.9, Math.max(0.12, 60 / Math.max(1, count)));
}

/** How near a pointer has to be to a line, in pixels. */
const NEAR = 6;

/** The row whose line is nearest below or above a point, -1 where none is near. */
export function nearestLine(
  { ys, xOf }: ParallelLines,
  { x, y }: { readonly x: number; readonly y: number },
  isShown: (row: number) => boolean,
): number {
  const apart = xOf(1) - xOf(0);
  const place = Math.min(ys.length - 2, Math.max(0, Math.floor((x - xOf(0)) / apart)));
  const share = (x - xOf(place)) / apart;
  const [left, right] = [ys[place], ys[place + 1]];
  if (left === undefined || right === undefined) return -1;
  let nearest = -1;
  let least = NEAR;
  for (const [row, from] of left.entries()) {
    const distance = Math.abs(from + ((right[row] as number) - from) * share - y);
    if (distance < least && isShown(row)) [nearest, least] = [row, distance];
  }
  return nearest;
}
