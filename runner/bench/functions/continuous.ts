import type { ParameterSet } from '../../domain/parameter-set.ts';
import { createSpace } from '../../domain/space.ts';
import { type Problem, valued } from '../problem.ts';

const { abs, cos, E, exp, PI, sin, sqrt } = Math;
const square = (x: number): number => x * x;

/** Sums over all coordinates. */
export function sum(z: ArrayLike<number>, term: (x: number, i: number) => number): number {
  let total = 0;
  for (let i = 0; i < z.length; i++) total += term(z[i] as number, i);
  return total;
}

/** Test functions of any dimension; those with an optimum at 0 are shifted before they are used. */
export const continuous = {
  sphere: (z) => sum(z, square),
  rosenbrock: (z) =>
    sum(z.slice(0, -1), (x, i) => 100 * square((z[i + 1] as number) - x * x) + square(1 - x)),
  rastrigin: (z) => 10 * z.length + sum(z, (x) => x * x - 10 * cos(2 * PI * x)),
  ackley: (z) =>
    -20 * exp(-0.2 * sqrt(sum(z, square) / z.length)) -
    exp(sum(z, (x) => cos(2 * PI * x)) / z.length) +
    20 +
    E,
  griewank: (z) =>
    1 + sum(z, square) / 4000 - z.reduce((product, x, i) => product * cos(x / sqrt(i + 1)), 1),
  levy: (z) => {
    const w = z.map((x) => 1 + (x - 1) / 4);
    const first = w[0] as number;
    const last = w[w.length - 1] as number;
    return (
      square(sin(PI * first)) +
      sum(w.slice(0, -1), (x) => square(x - 1) * (1 + 10 * square(sin(PI * x + 1)))) +
      square(last - 1) * (1 + square(sin(2 * PI * last)))
    );
  },
  schwefel: (z) => 418.9828872724339 * z.length - sum(z, (x) => x * sin(sqrt(abs(x)))),
  styblinski_tang: (z) => 0.5 * sum(z, (x) => x ** 4 - 16 * x * x + 5 * x),
} satisfies Record<string, (z: Float64Array) => number>;

export type Base = keyof typeof continuous;

export interface Box {
  readonly name: string;
  readonly base: Base;
  readonly dimensions: number;
  readonly low: number;
  readonly high: number;
  /**
   * Moves an optimum out of the centre, where samplers that start there would find it at once:
   * 0.4 of the half range · cos(1.7 i + 0.3), i from 1.
   */
  readonly shifted?: boolean;
}

const STYBLINSKI_TANG_MINIMUM = -39.16616570377142;

export function continuousProblem({
  name,
  base,
  dimensions,
  low,
  high,
  shifted = false,
}: Box): Problem {
  const names = Array.from({ length: dimensions }, (_, i) => `x${i + 1}`);
  const reach = shifted ? (0.4 * (high - low)) / 2 : 0;
  const shift = names.map((_, i) => reach * cos(1.7 * (i + 1) + 0.3));
  const f = continuous[base];
  return {
    name,
    family: 'continuous',
    direction: 'minimize',
    space: boxSpace(names, low, high),
    optimum: base === 'styblinski_tang' ? STYBLINSKI_TANG_MINIMUM * dimensions : 0,
    judge: (set) => valued(f(coordinates(set, names, shift))),
  };
}

export function boxSpace(names: readonly string[], min: number, max: number) {
  return createSpace(
    names.map((name) => ({ name, type: 'float' as const, min, max })),
    [],
  );
}

export function coordinates(
  set: ParameterSet,
  names: readonly string[],
  shift: readonly number[],
): Float64Array {
  return Float64Array.from(names, (name, i) => Number(set[name]) - (shift[i] as number));
}
