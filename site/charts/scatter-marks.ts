import type uPlot from 'uplot';
import type { Point } from '../../runner/server/views.ts';
import { type ChartColors, seriesColor } from './chart-colors.ts';

const COMPLETE = 0;
const FAILED = 2;
/** Above this a mark is two pixels wide: larger ones would cover each other. */
const DENSE = 3_000;

interface Scale {
  readonly offset: number;
  readonly factor: number;
}

/** A linear scale in canvas pixels; uPlot's own valToPos costs more than the drawing. */
function scaleOf(plot: uPlot, key: 'x' | 'y'): Scale {
  const { min, max } = plot.scales[key] ?? {};
  const from = min ?? 0;
  const factor = plot.valToPos((max ?? 1) as number, key, true) - plot.valToPos(from, key, true);
  const span = (max ?? 1) - from || 1;
  return { offset: plot.valToPos(from, key, true) - (from * factor) / span, factor: factor / span };
}

/** What is below the axis, invalid or failed: a short tick at the bottom edge. */
function isOffScale([, fitness, , status]: Point, bottom: number): boolean {
  return status !== COMPLETE || fitness === null || fitness < bottom;
}

function colorOf([, , stage, status]: Point, colors: ChartColors): string {
  return status === FAILED ? colors.bad : seriesColor(colors, stage);
}

/**
 * Draws evaluations on a plot's own canvas, since one element or path for each mark stalls at some
 * tens of thousands; squares drawn in runs of one colour do not.
 */
export function drawMarks(
  plot: uPlot,
  points: readonly Point[],
  { colors, isFaded = false }: { readonly colors: ChartColors; readonly isFaded?: boolean },
): void {
  const { ctx, bbox } = plot;
  const x = scaleOf(plot, 'x');
  const y = scaleOf(plot, 'y');
  const bottom = plot.scales['y']?.min ?? Number.NEGATIVE_INFINITY;
  const size = (points.length > DENSE ? 2 : 3.5) * devicePixelRatio;
  const tick = 6 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = isFaded ? 0.13 : points.length > DENSE ? 0.55 : 0.7;
  let color = '';
  for (const point of points) {
    const next = colorOf(point, colors);
    if (next !== color) {
      ctx.fillStyle = next;
      color = next;
    }
    const left = x.offset + x.factor * point[0] - size / 2;
    if (isOffScale(point, bottom)) {
      ctx.fillRect(left, bbox.top + bbox.height - tick, size / 2, tick);
    } else {
      ctx.fillRect(left, y.offset + y.factor * (point[1] ?? 0) - size / 2, size, size);
    }
  }
  ctx.restore();
}
