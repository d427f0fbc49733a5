import { type Bandwidth, leastWidth, scottWidth } from './bandwidth.ts';
import { truncatedNormal } from './normal.ts';
import type { Axis } from './parzen-axis.ts';
import { type Columns, createColumns } from './parzen-columns.ts';
import { createOrder, type Order } from './parzen-order.ts';
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
  const columns = createColumns();
  const order = orderOf(axis, columns, bandwidth);
  const span = spanOf(axis);
  /** The width of all, or the least width; NaN before it is known. */
  let floor = Number.NaN;

  const update = (rank: number): void => {
    if (Number.isNaN(floor) || rank < 0 || rank >= order.length) return;
    const kernel = order.at(rank);
    const gap = bandwidth === 'scott' ? 0 : order.gap(rank) / span;
    columns.setWidth(kernel, Math.min(1, Math.max(floor, gap)));
    const values = columns.of(kernel);
    terms.set(kernel, values);
    setNorm(kernel, terms.norm(values));
  };

  return {
    aim: terms.aim,
    prior: terms.prior,
    shared: terms.shared,
    lower: terms.lower,
    add(kernel, x) {
      const { room } = columns;
      columns.add(kernel, x, axis.meanOf(x));
      if (columns.room > room) terms.reserve(columns.room);
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
      const { mean, width } = kernel === null ? PRIOR : columns.of(kernel);
      return axis.fromUnit(truncatedNormal(mean, width, random));
    },
  };
}

function orderOf(axis: Axis, { x, mean }: Columns, bandwidth: Bandwidth): Order {
  // Where gaps do not matter, neither does the order: by number, memory is read in a row.
  if (bandwidth === 'scott') return createOrder(() => 0, [0, 0]);
  // Equal cells are counted, which keeps equal gaps equal; otherwise each had a table of its own.
  if (axis.kind === 'even') return createOrder(x, [-0.5, axis.levels - 0.5]);
  return createOrder(mean, [0, 1]);
}

/** What gaps are measured against. */
function spanOf({ kind, levels }: Axis): number {
  return kind === 'even' ? levels : 1;
}
