import type { Objective } from '../domain/job.ts';
import { dominates, hypervolume, type Point } from '../domain/non-dominated.ts';
import type { SearchCursor } from './search-cursor.ts';

/** How much of what can be had several objectives of a search have won, over its evaluations. */
export interface HypervolumeCourse {
  readonly objectives: readonly Objective[];
  readonly evaluations: number;
  /** Sets on the front at the end. */
  readonly front: number;
  /**
   * Of each objective, as measured: the worst and the best of all sets that ever were on the front.
   * They span the box whose part that sets dominate is the volume.
   */
  readonly reference: readonly number[];
  readonly ideal: readonly number[];
  /** [number of the evaluation, share of the box]: where the front changed, evenly thinned. */
  readonly curve: readonly (readonly [evaluation: number, share: number])[];
}

const MOST_POINTS = 200;
/** With three objectives and more an exact volume of more sets takes seconds. */
const MOST_EXACT = 60;

interface Change {
  readonly evaluation: number;
  readonly point: Point;
}

/** @param cursor opened with the metrics of `objectives`, in their order */
export function hypervolumeCourse(
  cursor: SearchCursor,
  objectives: readonly Objective[],
): HypervolumeCourse {
  const { evaluations, changes, front } = changesOf(cursor, objectives);
  const column = (k: number): number[] => changes.map(({ point }) => point[k] as number);
  const least = objectives.map((_, k) => column(k).reduce((a, b) => Math.min(a, b), Infinity));
  const most = objectives.map((_, k) => column(k).reduce((a, b) => Math.max(a, b), -Infinity));
  const asMeasured = (values: readonly number[]): number[] =>
    values.map((value, k) => (objectives[k]?.direction === 'maximize' ? value : -value));
  return {
    objectives,
    evaluations,
    front: front.length,
    reference: changes.length === 0 ? [] : asMeasured(least),
    ideal: changes.length === 0 ? [] : asMeasured(most),
    curve: curveOf(changes, least, most),
  };
}

function changesOf(cursor: SearchCursor, objectives: readonly Objective[]) {
  const changes: Change[] = [];
  let front: Point[] = [];
  let evaluations = 0;
  cursor.visit((row) => {
    evaluations++;
    if (row.status !== 'complete') return;
    const point = objectives.map(({ direction }, place) =>
      direction === 'maximize' ? row.metric(place) : -row.metric(place),
    );
    if (!point.every(Number.isFinite)) return;
    if (front.some((other) => dominates(other, point) || isSame(other, point))) return;
    front = front.filter((other) => !dominates(point, other));
    front.push(point);
    changes.push({ evaluation: evaluations, point });
  });
  return { evaluations, changes, front };
}

function isSame(one: Point, other: Point): boolean {
  return one.every((value, k) => value === other[k]);
}

/** Every change is followed, and the volume taken at an even part of them, the last one included. */
function curveOf(
  changes: readonly Change[],
  least: Point,
  most: Point,
): HypervolumeCourse['curve'] {
  const step = Math.max(1, Math.ceil(changes.length / MOST_POINTS));
  const curve: [number, number][] = [];
  const origin = least.map(() => 0);
  let front: Point[] = [];
  for (const [nth, { evaluation, point }] of changes.entries()) {
    const scaled = point.map((value, k) => shareOf(value, least[k] as number, most[k] as number));
    front = front.filter((other) => !dominates(scaled, other));
    front.push(scaled);
    if ((changes.length - 1 - nth) % step !== 0) continue;
    const looked = scaled.length > 2 ? evenly(front, MOST_EXACT) : front;
    curve.push([evaluation, Math.round(1e6 * hypervolume(looked, origin)) / 1e6]);
  }
  return curve;
}

function shareOf(value: number, least: number, most: number): number {
  return most > least ? (value - least) / (most - least) : 1;
}

function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from(
    { length: most },
    (_, n) => items[Math.floor((n * items.length) / most)] as Item,
  );
}
