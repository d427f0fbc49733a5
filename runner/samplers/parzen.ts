import type { Random } from '../domain/random.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { CellMasses } from './cell-mass.ts';
import type { Axis } from './parzen-axis.ts';
import { createCategoryAxis } from './parzen-category.ts';
import { createCellTerms } from './parzen-cells.ts';
import { createEvenTerms } from './parzen-even.ts';
import { createMembers } from './parzen-members.ts';
import { createNorms } from './parzen-norms.ts';
import { createNumericAxis, type NumericOptions } from './parzen-numeric.ts';
import { createSmoothTerms } from './parzen-smooth.ts';
import { logSums } from './parzen-sum.ts';
import type { KernelAxis } from './parzen-terms.ts';

/**
 * A mixture of product kernels: one for each observation that is included, and a prior. Kernels are
 * numbered in the order in which they are added; the later ones may weigh more.
 */
export interface Parzen {
  /** Takes an observation's coordinates, one for each axis; it counts once it is included. */
  add(x: Float64Array): number;
  include(kernel: number): void;
  exclude(kernel: number): void;
  /** Coordinates of a draw. */
  sample(random: Random): Float64Array;
  /**
   * Log densities at some points, of mass where coordinates are discrete. Kernels so far away that
   * all of them together are below what a double can show beside the others are left out.
   */
  logDensities(points: readonly Float64Array[]): Float64Array;
}

export interface ParzenOptions {
  readonly bandwidth: Bandwidth;
  readonly prior_weight: number;
  /** Whether older observations weigh less. */
  readonly fading: boolean;
  /** Mixtures that share it compute masses but once. */
  readonly masses: CellMasses;
}

const KINDS = ['smooth', 'even', 'category', 'cells'] as const;

export function createParzen(axes: readonly Axis[], options: ParzenOptions): Parzen {
  const { prior_weight, fading, masses } = options;
  const norms = createNorms(axes.length);
  const parts = axes.map((axis, place) =>
    createAxis(axis, options, {
      dimensions: axes.length,
      setNorm: (kernel, norm) => norms.set(kernel, place, norm),
    }),
  );
  // Densities first, since they are computed fastest and leave least.
  const quickest = KINDS.flatMap((kind) => parts.filter((_, place) => axes[place]?.kind === kind));
  const members = createMembers(fading);
  let count = 0;
  /** Of the tables that everything is up to date with; none where a kernel came or went since. */
  let settled: number | undefined;
  let generation = masses.generation;

  const settle = (): void => {
    if (settled === masses.generation) return;
    for (const part of parts) part.settle(members.size, generation !== masses.generation);
    members.settle();
    generation = masses.generation;
    settled = generation;
  };

  return {
    add(x) {
      for (const [place, part] of parts.entries()) part.add(count, x[place] as number);
      norms.add(count);
      members.add(count);
      return count++;
    },
    include(kernel) {
      if (!members.include(kernel)) return;
      for (const part of parts) part.include(kernel);
      settled = undefined;
    },
    exclude(kernel) {
      if (!members.exclude(kernel)) return;
      for (const part of parts) part.exclude(kernel);
      settled = undefined;
    },
    sample(random) {
      settle();
      const kernel = members.pick(prior_weight, random);
      return Float64Array.from(parts, (part) => part.sample(kernel, random));
    },
    logDensities(points) {
      settle();
      for (const [place, part] of parts.entries()) {
        part.aim(Float64Array.from(points, (x) => x[place] as number));
      }
      const total = Math.log(members.weight + prior_weight);
      const sums = logSums({
        terms: quickest,
        norms: norms.logs(),
        members,
        prior_weight,
        points: points.length,
      });
      return sums.map((sum) => sum - total);
    },
  };
}

function createAxis(
  axis: Axis,
  { bandwidth, prior_weight, masses }: ParzenOptions,
  rest: Pick<NumericOptions, 'dimensions' | 'setNorm'>,
): KernelAxis {
  if (axis.kind === 'category') return createCategoryAxis(axis.levels, prior_weight);
  const create = { smooth: createSmoothTerms, even: createEvenTerms, cells: createCellTerms };
  return createNumericAxis(axis, { ...rest, bandwidth, terms: create[axis.kind](axis, masses) });
}
