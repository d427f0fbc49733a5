import { createSpace, type ParameterDefinition } from '../../domain/space.ts';
import { type Problem, valued } from '../problem.ts';
import { sum } from './continuous.ts';

/** The constants of a landscape over six integers. */
export interface Hills {
  /** Height, place and widths of each hill, in shares of the ranges. */
  readonly gaussians: readonly {
    readonly A: number;
    readonly c: readonly number[];
    readonly s: readonly number[];
  }[];
  readonly ridge: {
    readonly B: number;
    readonly a: number;
    readonly b: number;
    readonly s: number;
  };
  readonly ripple: {
    readonly R: number;
    readonly f: readonly number[];
    readonly phi: readonly number[];
  };
  readonly noise: {
    readonly N: number;
    readonly g: readonly number[];
    readonly h: readonly number[];
    readonly phase: number;
    readonly q12: number;
    readonly q35: number;
  };
}

export interface Axis {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

const { cos, exp, PI } = Math;
const square = (x: number): number => x * x;

/**
 * A score as a backtest's might be, negated: a few hills of which one is the highest, a ridge of two
 * parameters that belong together, ripples, and noise that is the same for the same set.
 */
export function hillsValue(axes: readonly Axis[], hills: Hills) {
  const { gaussians, ridge, ripple, noise } = hills;
  const last = axes.map(({ low, high, step }) => (high - low) / step);
  return (set: Readonly<Record<string, unknown>>): number => {
    const index = axes.map(({ name, low, step }) => (Number(set[name]) - low) / step);
    const u = index.map((n, i) => n / (last[i] as number));
    const at = (values: readonly number[], i: number): number => values[i] as number;
    const tops = sum(
      gaussians.map(({ A, c, s }) => {
        return A * exp(-0.5 * sum(u, (x, i) => square((x - at(c, i)) / at(s, i))));
      }),
      (height) => height,
    );
    const along = at(u, 0) - ridge.a * at(u, 1) - ridge.b;
    const crest = ridge.B * exp(-0.5 * square(along / ridge.s));
    const waves =
      (ripple.R / 6) * sum(u, (x, i) => cos(2 * PI * at(ripple.f, i) * x + at(ripple.phi, i)));
    const crossed =
      noise.q12 * at(index, 0) * at(index, 1) + noise.q35 * at(index, 2) * at(index, 4);
    const p1 = noise.phase + sum(index, (n, i) => at(noise.g, i) * n);
    const p2 = sum(index, (n, i) => at(noise.h, i) * n * n) + crossed;
    return -(tops + crest + waves + 0.5 * noise.N * (cos(p1) + cos(p2)));
  };
}

export function hillsProblem(
  name: string,
  axes: readonly Axis[],
  { hills, optimum }: { readonly hills: Hills; readonly optimum: number },
): Problem {
  const value = hillsValue(axes, hills);
  return {
    name,
    family: 'grid',
    direction: 'maximize',
    space: hillsSpace(axes),
    optimum,
    judge: (set) => valued(value(set)),
  };
}

export function hillsSpace(axes: readonly Axis[]) {
  return createSpace(
    axes.map(({ name, low, high, step }): ParameterDefinition => {
      return { name, type: 'int', min: low, max: high, step };
    }),
    [],
  );
}
