import type { BestView } from '../../runner/server/views.ts';
import type { LoadedRun } from './compare-row.ts';
import { differencesOf } from './measured-alike.ts';
import { normalised, type OverlayLine, type OverlayPoints } from './overlay-columns.ts';

type Axis = 'evaluations' | 'seconds';

/** The last value once more, at the end: until there it has been the best. */
function carried(points: OverlayPoints, end: number): OverlayPoints {
  const last = points.at(-1);
  return last === undefined || end <= last[0] ? points : [...points, [end, last[1]]];
}

/** What the whole search tells, and what a living one has found since. */
function improvements({ course, choice }: LoadedRun): OverlayPoints {
  const own = choice?.progress.curve ?? [];
  if (course === null) return own;
  return [...course.byEvaluations, ...own.filter(([number]) => number > course.evaluations)];
}

function bestLine(run: LoadedRun, axis: Axis): OverlayPoints {
  const { course, choice } = run;
  if (axis === 'seconds') return course === null ? [] : carried(course.bySeconds, course.seconds);
  return carried(improvements(run), choice?.progress.counts.evaluations ?? 0);
}

/** The best after so many evaluations; undefined before the first valid one. */
export function bestAfter(run: LoadedRun, evaluations: number): number | undefined {
  return improvements(run).findLast(([number]) => number <= evaluations)?.[1];
}

/** The share of valid sets that reached no more, in percent, by fitness. */
function shareLine({ course }: LoadedRun): OverlayPoints {
  const quantiles = course?.quantiles ?? [];
  const last = Math.max(1, quantiles.length - 1);
  return quantiles.map((fitness, index) => [fitness, (100 * index) / last] as const);
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

/** Prices of one security that two engines sampled end nearer to each other than this. */
const SAME_GROWTH = 0.001;

const growsAlike = (one: OverlayPoints, other: OverlayPoints): boolean =>
  Math.abs((one.at(-1)?.[1] ?? 0) / (other.at(-1)?.[1] ?? 0) - 1) < SAME_GROWTH;

/**
 * The benchmarks of the shown runs, each once, from the same start as the runs' curves. A strategy
 * may set another than its job says: where the curves of one name differ, each tells its run.
 */
function benchmarkLines(runs: readonly LoadedRun[]): readonly OverlayLine[] {
  const found: { key: string; name: string; points: OverlayPoints }[] = [];
  const nameOf = namesOf(runs);
  for (const run of runs) {
    const { job, choice, best } = run;
    const { benchmark, dates, dataFolder } = job.backtest;
    const symbol = choice?.of ?? choice?.progress.symbol ?? '';
    const named = benchmark === 'self' ? symbol : benchmark;
    const key = [named, dates.start, dates.end, dataFolder].join('\n');
    // LEAN samples a price of 0 before the benchmark's first bar.
    const first = best?.benchmark?.findIndex(([, price]) => price > 0) ?? -1;
    if (first < 0) continue;
    const points = normalised(best?.benchmark?.slice(first) ?? []);
    const alike = found.filter((one) => one.key === key);
    if (alike.some((one) => growsAlike(one.points, points))) continue;
    const name = alike.length === 0 ? `Benchmark ${named}` : `Benchmark of ${nameOf(run)}`;
    found.push({ key, name, points });
  }
  return found.map(({ name, points }, position) => ({ name, position, reference: true, points }));
}

/** What the three charts draw. */
export function compareLines(
  runs: readonly LoadedRun[],
  hidden: ReadonlySet<string>,
  axis: Axis,
): Readonly<Record<'bests' | 'shares' | 'equities', readonly OverlayLine[]>> {
  const nameOf = namesOf(runs);
  const shown = runs.filter(({ id }) => !hidden.has(id));
  // Another fitness has another scale: beside it the first's lines would be flat.
  const judged = shown.filter((run) => runs[0] && !differencesOf(runs[0], run).includes('fitness'));
  const line = (run: LoadedRun, points: OverlayPoints) => ({
    name: nameOf(run),
    position: run.position,
    points,
  });
  return {
    bests: judged.map((run) => line(run, bestLine(run, axis))),
    shares: judged.map((run) => line(run, shareLine(run))),
    equities: [...benchmarkLines(shown), ...shown.map((run) => line(run, equityLine(run)))],
  };
}
