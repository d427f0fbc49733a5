import { type Bandwidth, leastWidth, scottWidth } from './bandwidth.ts';
import { grown } from './cell-mass.ts';
import { truncatedNormal } from './normal.ts';
import type { Axis } from './parzen-axis.ts';
import { createOrder } from './parzen-order.ts';
import type { Kernel, KernelAxis, NumericTerms } from './parzen-terms.ts';

const PRIOR: Kernel = { x: Number.NaN, mean: 0.5, width: 1 };

export interface NumericOptions {
  readonly terms: NumericTerms;
  readonly bandwidth: Bandwidth;
  /** How many parameters are modelled together. */
  readonly dimensions: number;
  /** Takes what a kernel's density is divided by. */
  readonly setNorm: (kernel: number, norm: number) => void;
}

/**
 * Kernels with order. Widths by `scott` are one for all; by `neighbours` the larger gap beside each
 * kernel (Bergstra et al. 2011), which changes for two neighbours at most when a kernel comes or goes.
 * Both stay above the least that the number of kernels allows.
 */
export function createNumericAxis(axis: Axis, options: NumericOptions): KernelAxis {
  const { terms, bandwidth, dimensions, setNorm } = options;
  let coordinates = new Float64Array(0);
  let means = new Float64Array(0);
  let widths = new Float64Array(0);
  // Equal cells are counted, which keeps equal gaps equal; otherwise each had a table of its own.
  const even = axis.kind === 'even';
  const span = even ? axis.levels : 1;
  const order = createOrder(
    (kernel) => (even ? coordinates[kernel] : means[kernel]) as number,
    even ? [-0.5, span - 0.5] : [0, 1],
  );
  /** The width of all, or the least width; NaN before it is known. */
  let floor = Number.NaN;

  const of = (kernel: number): Kernel => {
    return {
      x: coordinates[kernel] as number,
      mean: means[kernel] as number,
      width: widths[kernel] as number,
    };
  };

  const update = (rank: number): void => {
    if (Number.isNaN(floor) || rank < 0 || rank >= order.length) return;
    const kernel = order.at(rank);
    const gap = bandwidth === 'scott' ? 0 : order.gap(rank) / span;
    widths[kernel] = Math.min(1, Math.max(floor, gap));
    const values = of(kernel);
    terms.set(kernel, values);
    setNorm(kernel, terms.norm(values));
  };

  return {
    aim: terms.aim,
    prior: terms.prior,
    shared: terms.shared,
    lower: terms.lower,
    add(kernel, x) {
      if (kernel >= coordinates.length) {
        const room = Math.max(32, 2 * kernel);
        coordinates = grown(coordinates, room);
        means = grown(means, room);
        widths = grown(widths, room);
        terms.reserve(room);
      }
      coordinates[kernel] = x;
      means[kernel] = axis.meanOf(x);
    },
    include(kernel) {
      const rank = order.insert(kernel);
      for (let near = rank - 1; near <= rank + 1; near++) update(near);
    },
    exclude(kernel) {
      const rank = order.remove(kernel);
      update(rank - 1);
      update(rank);
    },
    settle(kernels, all) {
      const least = bandwidth === 'scott' ? scottWidth(kernels, dimensions) : leastWidth(kernels);
      if (least === floor && !all) return;
      floor = least;
      for (let rank = 0; rank < order.length; rank++) update(rank);
    },
    sample(kernel, random) {
      const { mean, width } = kernel === null ? PRIOR : of(kernel);
      return axis.fromUnit(truncatedNormal(mean, width, random));
    },
  };
}
