import type { CanvasBox } from '../charts/canvas-box.ts';
import type { ChartColors } from '../charts/chart-colors.ts';
import { type Axis, unitOf } from '../data/explorer-model.ts';
import type { ExplorerView } from './explorer-view.ts';
import type { createHoverRing } from './hover-ring.ts';

/** One small plot: fitness along a parameter. */
export interface Slice {
  /** Others, with the same values, where they are turned to logarithmic or back. */
  axis: Axis;
  score: Axis;
  readonly canvas: CanvasBox;
  readonly ring: ReturnType<typeof createHoverRing>;
  /** Where rows stand on the canvas; null where that has to be found anew. */
  places: Places | null;
}

interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Room around the marks, in pixels. */
export const EDGE = 4;

export function innerSize({ width, height }: CanvasBox): readonly [number, number] {
  return [width - 2 * EDGE, height - 2 * EDGE];
}

function placesOf({ axis, score, canvas }: Slice): Places {
  const [width, height] = innerSize(canvas);
  const [x, y] = [new Float32Array(axis.values.length), new Float32Array(axis.values.length)];
  for (const row of x.keys()) {
    x[row] = EDGE + unitOf(axis, axis.values[row] as number) * width;
    y[row] = EDGE + (1 - unitOf(score, score.values[row] as number)) * height;
  }
  return { x, y };
}

export function placeOf(slice: Slice, row: number): readonly [number, number] {
  slice.places ??= placesOf(slice);
  const { x, y } = slice.places;
  return [x[row] as number, y[row] as number];
}

export function paintSlice(
  context: CanvasRenderingContext2D,
  slice: Slice,
  { view, colors }: { view: ExplorerView; colors: ChartColors },
): void {
  const { model, chosen, brushes } = view;
  const { canvas } = slice;
  const mark = (row: number, size: number): void => {
    const [x, y] = placeOf(slice, row);
    context.fillRect(x - size / 2, y - size / 2, size, size);
  };
  context.fillStyle = colors.line;
  context.fillRect(0, canvas.height - 1, canvas.width, 1);
  const layers = [
    { isChosen: 0, color: colors.muted, alpha: 0.12 },
    {
      isChosen: 1,
      color: colors.series[0] ?? colors.accent,
      alpha: brushes.size > 0 ? 0.85 : 0.55,
    },
  ];
  for (const { isChosen, color, alpha } of layers) {
    context.fillStyle = color;
    context.globalAlpha = alpha;
    for (const [row, valid] of model.valid.entries()) {
      if (valid === 1 && chosen[row] === isChosen) mark(row, 2.5);
    }
  }
  context.globalAlpha = 1;
  context.fillStyle = colors.ink;
  if (model.best >= 0) mark(model.best, 6);
}
