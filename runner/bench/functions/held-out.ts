import type { ParameterSet } from '../../domain/parameter-set.ts';
import { type Random, randomFrom } from '../../domain/random.ts';
import type { Space } from '../../domain/space.ts';
import { type Problem, valued } from '../problem.ts';
import { type Base, boxSpace, continuous, coordinates } from './continuous.ts';
import { type Axis, type Hills, hillsSpace, hillsValue } from './hills.ts';

interface Moved {
  readonly base: Base;
  readonly dimensions: number;
  readonly half: number;
  readonly turned: boolean;
  readonly seed: number;
}

const moved = (
  base: Base,
  dimensions: number,
  half: number,
  { turned, seed }: { readonly turned: boolean; readonly seed: number },
): (() => Problem) => {
  return () => movedProblem({ base, dimensions, half, turned, seed });
};

/**
 * Functions of the same families with other shifts, rotations and constants, so that a sampler tuned
 * on the reference functions shows whether it learned the families or the functions.
 */
export const heldOut = {
  rastrigin_moved_d6: moved('rastrigin', 6, 5.12, { turned: false, seed: 1 }),
  rastrigin_turned_d5: moved('rastrigin', 5, 5.12, { turned: true, seed: 2 }),
  ackley_turned_d7: moved('ackley', 7, 32.768, { turned: true, seed: 3 }),
  griewank_turned_d6: moved('griewank', 6, 600, { turned: true, seed: 4 }),
  styblinski_tang_moved_d6: moved('styblinski_tang', 6, 5, { turned: true, seed: 5 }),
  schwefel_moved_d4: moved('schwefel', 4, 500, { turned: false, seed: 6 }),
  grid_7: () => randomHills(7),
  grid_8: () => randomHills(8),
  grid_9: () => randomHills(9),
  grid_10: () => randomHills(10),
} satisfies Record<string, () => Problem>;

/** z = R·(x − shift), the shift anywhere in the inner four fifths of the box. */
function movedProblem({ base, dimensions, half, turned, seed }: Moved): Problem {
  const random = randomFrom(seed, 99, 0);
  const names = Array.from({ length: dimensions }, (_, n) => `x${n + 1}`);
  const shift = names.map(() => 0.8 * half * (2 * random() - 1));
  const rotation = turned ? rotationOf(dimensions, random) : null;
  // Those whose optimum is far from 0 are flipped by signs instead of shifted out of their box.
  const isCentred = base !== 'schwefel' && base !== 'styblinski_tang';
  const signs = names.map(() => (random() < 0.5 ? -1 : 1));
  const isTurned = rotation !== null && isCentred;
  const place = (set: ParameterSet): Float64Array =>
    isCentred
      ? coordinates(set, names, shift)
      : Float64Array.from(names, (name, i) => (signs[i] as number) * Number(set[name]));
  const turn = (z: Float64Array): Float64Array =>
    isTurned ? Float64Array.from(rotation, (row) => dot(row, z)) : z;
  const f = continuous[base];
  return {
    name: `${base}_${isTurned ? 'turned' : 'moved'}_d${dimensions}`,
    family: 'held out',
    direction: 'minimize',
    space: boxSpace(names, -half, half),
    optimum: base === 'styblinski_tang' ? -39.16616570377142 * dimensions : 0,
    judge: (set) => valued(f(turn(place(set)))),
  };
}

/** A random rotation: Gram–Schmidt of random directions. */
function rotationOf(size: number, random: Random): number[][] {
  const rows: number[][] = [];
  while (rows.length < size) {
    let row = Array.from({ length: size }, () => 2 * random() - 1);
    for (const other of rows) {
      const along = dot(row, other);
      row = row.map((x, i) => x - along * (other[i] as number));
    }
    const length = Math.sqrt(dot(row, row));
    if (length > 0.1) rows.push(row.map((x) => x / length));
  }
  return rows;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] as number) * (b[i] as number);
  return total;
}

/**
 * Hills of other heights, places and widths than those of the reference grids, the highest anywhere.
 * The optimum is the best that steepest ascents from all hills and 2,000 random points reach.
 */
function randomHills(seed: number): Problem {
  const random = randomFrom(seed, 99, 0);
  const { axes, hills } = drawHills(random);
  const value = hillsValue(axes, hills);
  const space = hillsSpace(axes);
  const starts = [
    ...hills.gaussians.map(({ c }) => space.fromUnit(c)),
    ...Array.from({ length: 2_000 }, () => space.draw(random)),
  ];
  const best = starts.toSorted((a, b) => value(a) - value(b)).slice(0, 40);
  return {
    name: `grid_${seed}`,
    family: 'held out',
    direction: 'maximize',
    space,
    optimum: Math.min(...best.map((start) => descend(start, space, value))),
    judge: (set) => valued(value(set)),
  };
}

function drawHills(random: Random): { readonly axes: readonly Axis[]; readonly hills: Hills } {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const six = (low: number, high: number): number[] =>
    Array.from({ length: 6 }, () => between(low, high));
  const axes = Array.from({ length: 6 }, (_, n): Axis => {
    return { name: `p${n + 1}`, low: 0, high: Math.floor(between(8, 30)) - 1, step: 1 };
  });
  const gaussians = [1, 0.72, 0.62, 0.52].map((A, n) => {
    return { A, c: six(0.1, 0.9), s: n === 0 ? six(0.14, 0.24) : six(0.2, 0.35) };
  });
  const hills: Hills = {
    gaussians,
    ridge: { B: 0.2, a: between(0.3, 0.8), b: between(-0.2, 0.2), s: 0.15 },
    ripple: { R: 0.12, f: six(1.3, 3.5), phi: six(0, 3) },
    noise: { N: 0.06, g: six(0.7, 2.4), h: six(0.2, 0.8), phase: 0.5, q12: 0.7, q35: 1.1 },
  };
  return { axes, hills };
}

function descend(start: ParameterSet, space: Space, value: (set: ParameterSet) => number): number {
  let at = start;
  let least = value(at);
  for (;;) {
    let better = at;
    for (const next of space.neighbours(at, 1)) {
      const there = value(next);
      if (there >= least) continue;
      better = next;
      least = there;
    }
    if (better === at) return least;
    at = better;
  }
}
