import type { Point, PointsEvent, PointsView } from '../../runner/server/views.ts';

/** More marks than this cover each other; older ones are thinned then. */
export const MOST_POINTS = 10_000;

/** Keeps every other point, but all improvements of the best. */
function thin(points: readonly Point[], best: PointsView['best']): readonly Point[] {
  const improvements = new Set(best.map(([id]) => id));
  return points.filter(([id], index) => index % 2 === 0 || improvements.has(id));
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
  const best = after(view.best, event.best);
  const all = after(view.points, event.points);
  return {
    ...view,
    total: Math.max(view.total, event.total),
    best,
    points: all.length > MOST_POINTS ? thin(all, best) : all,
  };
}
