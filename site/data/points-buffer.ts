import type { Point, PointsEvent, PointsView } from '../../runner/server/views.ts';

/** More marks than this cover each other. */
export const MOST_POINTS = 8_000;

/** How many ids share one mark: a power of two, so that marks stay where they are as a run grows. */
function strideFor(total: number): number {
  return total <= MOST_POINTS ? 1 : 2 ** Math.ceil(Math.log2(total / MOST_POINTS));
}

/** Keeps one point of each stride, old or new, so that marks are as dense everywhere; and all improvements. */
function thin(points: readonly Point[], best: PointsView['best'], total: number) {
  const stride = strideFor(total);
  if (stride === 1) return points;
  const improvements = new Set(best.map(([id]) => id));
  let last = -1;
  return points.filter(([id]) => {
    const current = Math.floor(id / stride);
    const first = current !== last;
    last = current;
    return first || improvements.has(id);
  });
}

/** Ids that came twice, by a fetch and by an event, are kept once. */
function after<Row extends readonly [number, ...unknown[]]>(
  known: readonly Row[],
  added: readonly Row[],
): readonly Row[] {
  const last = known.at(-1)?.[0] ?? 0;
  const fresh = added.filter(([id]) => id > last);
  return fresh.length === 0 ? known : [...known, ...fresh];
}

/** The points after an event; the view it was given stays as it was. */
export function appendPoints(view: PointsView, event: PointsEvent): PointsView {
  const total = Math.max(view.total, event.total);
  const best = after(view.best, event.best);
  const points = thin(after(view.points, event.points), best, total);
  return { ...view, total, best, points };
}
