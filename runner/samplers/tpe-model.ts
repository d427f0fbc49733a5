import type { Random } from '../domain/random.ts';
import { createParzen, type ParzenOptions } from './parzen.ts';
import { type Axis, axisOf } from './parzen-axis.ts';
import type { Coordinates } from './tpe-coordinates.ts';
import type { Group } from './tpe-groups.ts';

/** Where good sets of a group lie, and where the others do. */
export interface TpeModel {
  readonly group: Group;
  readonly axes: readonly Axis[];
  /** The next row; one that lacks the group's parameters teaches nothing. */
  add(row: Coordinates): void;
  /** From now on the row counts; as bad, until it is said to be good. */
  include(row: number): void;
  /** Which of the included rows are good. */
  split(good: readonly number[]): void;
  /** Draws from the good density: the group's coordinates, the largest ratio of good to bad first. */
  candidates(count: number, random: Random): Coordinates[];
}

export function createTpeModel(group: Group, options: ParzenOptions): TpeModel {
  const axes = group.parameters.map(axisOf);
  const isDiscrete = axes.length === 1 && axes[0]?.kind !== 'smooth';
  const bad = createParzen(axes, { ...options, fading: true });
  let good = createParzen(axes, options);
  /** The group's coordinates by row; undefined where it is absent. */
  const points: (Coordinates | undefined)[] = [];
  /** Kernels by row. */
  const kernels: number[] = [];
  let goodRows: readonly number[] = [];

  return {
    group,
    axes,
    add(row) {
      const point = Float64Array.from(group.places, (place) => row[place] as number);
      const complete = !point.some(Number.isNaN);
      points.push(complete ? point : undefined);
      kernels.push(complete ? bad.add(point) : -1);
    },
    include(row) {
      if (points[row] !== undefined) bad.include(kernels[row] as number);
    },
    split(rows) {
      const now = rows.filter((row) => points[row] !== undefined).sort((a, b) => a - b);
      if (now.length === goodRows.length && now.every((row, n) => row === goodRows[n])) return;
      const isGood = new Set(now);
      for (const row of goodRows) if (!isGood.has(row)) bad.include(kernels[row] as number);
      for (const row of now) bad.exclude(kernels[row] as number);
      goodRows = now;
      good = createParzen(axes, options);
      for (const row of now) good.include(good.add(points[row] as Coordinates));
    },
    candidates(count, random) {
      const drawn = Array.from({ length: count }, () => good.sample(random));
      const points = isDiscrete ? distinct(drawn) : drawn;
      const likely = good.logDensities(points);
      const unlikely = bad.logDensities(points);
      return points
        .map((x, n) => ({ x, score: (likely[n] as number) - (unlikely[n] as number) }))
        .sort((a, b) => b.score - a.score)
        .map(({ x }) => x);
    },
  };
}

/** Draws from one parameter's few values repeat, and each is worth computing but once. */
function distinct(points: readonly Coordinates[]): Coordinates[] {
  return [...new Map(points.map((point) => [point[0], point])).values()];
}
