import { type Axis, unitOf } from '../data/explorer-model.ts';

/** Room above and below the axes, in pixels. */
const TOP = 44;
const BOTTOM = 24;

/** Where the lines of a plot run. */
export interface ParallelLines {
  readonly axes: readonly Axis[];
  /** For each axis, the height of each row's value on the canvas; NaN where it is absent. */
  readonly ys: readonly Float32Array[];
  xOf(place: number): number;
  /** Of a value of an axis, on the canvas. */
  yOf(axis: Axis, value: number): number;
  /** Where axes begin, and how long they are. */
  readonly top: number;
  readonly length: number;
}

export function linesOf(
  axes: readonly Axis[],
  xOf: (place: number) => number,
  height: number,
): ParallelLines {
  const length = height - TOP - BOTTOM;
  const yOf = (axis: Axis, value: number): number => TOP + (1 - unitOf(axis, value)) * length;
  const ys = axes.map((axis) => {
    const heights = new Float32Array(axis.values.length);
    for (const [row, value] of axis.values.entries()) heights[row] = yOf(axis, value);
    return heights;
  });
  return { axes, ys, xOf, yOf, top: TOP, length };
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

export interface Stroke {
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
