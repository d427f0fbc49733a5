import type { Random } from '../domain/random.ts';
import { grown } from './cell-mass.ts';
import { createOrder } from './parzen-order.ts';

/** Observations that keep full weight; older ones fade. */
const FULL_WEIGHT = 25;

/** Which kernels of a mixture count, oldest first, and what they weigh. */
export interface Members {
  readonly size: number;
  /** Of all together. */
  readonly weight: number;
  add(kernel: number): void;
  /** False where it was one already. */
  include(kernel: number): boolean;
  /** False where it was none. */
  exclude(kernel: number): boolean;
  /** Brings the weights up to date; needed before what follows. */
  settle(): void;
  /** Their numbers; only the first `size` count. */
  readonly sorted: Int32Array;
  /** By number. */
  readonly weights: Float64Array;
  /** One of them by weight, or null for the prior. */
  pick(priorWeight: number, random: Random): number | null;
}

/**
 * @param fading whether only the newest weigh 1 and those before them from 1/n to 1 (Bergstra et al.
 * 2013); all weigh 1 otherwise
 */
export function createMembers(fading: boolean): Members {
  const order = createOrder(() => 0, [0, 0]);
  let weights = new Float64Array(64);
  let included = new Float64Array(64);
  let weight = 0;

  return {
    get size() {
      return order.length;
    },
    get weight() {
      return weight;
    },
    add(kernel) {
      if (kernel < weights.length) return;
      weights = grown(weights, 2 * kernel);
      included = grown(included, 2 * kernel);
    },
    include(kernel) {
      if (included[kernel] === 1) return false;
      included[kernel] = 1;
      order.insert(kernel);
      return true;
    },
    exclude(kernel) {
      if (included[kernel] === 0) return false;
      included[kernel] = 0;
      order.remove(kernel);
      return true;
    },
    settle() {
      const { length, sorted } = order;
      const older = fading ? length - FULL_WEIGHT : 0;
      const first = 1 / length;
      weight = 0;
      for (let place = 0; place < length; place++) {
        // Where but one is older, it weighs 1/n.
        const rise = place === 0 ? 0 : place / (older - 1);
        const own = place < older ? first + (1 - first) * rise : 1;
        weights[sorted[place] as number] = own;
        weight += own;
      }
    },
    get sorted() {
      return order.sorted;
    },
    get weights() {
      return weights;
    },
    pick(priorWeight, random) {
      let rest = random() * (weight + priorWeight);
      for (let place = 0; place < order.length; place++) {
        rest -= weights[order.at(place)] as number;
        if (rest < 0) return order.at(place);
      }
      return null;
    },
  };
}
