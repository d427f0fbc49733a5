import type { BestView } from '../../runner/server/views.ts';
import type { LoadedRun } from './compare-row.ts';
import { normalised, type OverlayLine, type OverlayPoints } from './overlay-columns.ts';

type Axis = 'evaluations' | 'seconds';

/** The last value once more, at the end: until there it has been the best. */
function carried(points: OverlayPoints, end: number): OverlayPoints {
  const last = points.at(-1);
  return last === undefined || end <= last[0] ? points : [...points, [end, last[1]]];
}

function bestLine({ curve, pace, choice }: LoadedRun, axis: Axis): OverlayPoints {
  if (axis === 'seconds') return pace === null ? [] : carried(pace.best, pace.seconds);
  return carried(curve, choice?.progress.counts.evaluations ?? 0);
}

/** Thousands of points need no norming again while they are the same. */
const normed = new WeakMap<BestView, OverlayPoints>();

function equityLine({ best }: LoadedRun): OverlayPoints {
  if (best === null) return [];
  const points = normed.get(best) ?? normalised(best.equity);
  normed.set(best, points);
  return points;
}

/** Names alone where they are all different; with the run's id where they are not. */
function namesOf(runs: readonly LoadedRun[]): (run: LoadedRun) => string {
  const names = runs.map(({ record }) => record.name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return ({ id, record }) => (twice.has(record.name) ? `${record.name} (${id})` : record.name);
}

/** What the two charts draw. */
export function compareLines(
  runs: readonly LoadedRun[],
  hidden: ReadonlySet<string>,
  axis: Axis,
): { readonly bests: readonly OverlayLine[]; readonly equities: readonly OverlayLine[] } {
  const nameOf = namesOf(runs);
  const shown = runs.filter(({ id }) => !hidden.has(id));
  const line = (run: LoadedRun, points: OverlayPoints) => ({
    name: nameOf(run),
    position: run.position,
    points,
  });
  return {
    bests: shown.map((run) => line(run, bestLine(run, axis))),
    equities: shown.map((run) => line(run, equityLine(run))),
  };
}
