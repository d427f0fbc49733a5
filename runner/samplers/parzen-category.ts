import { randomInt } from '../domain/random.ts';
import { grown } from './cell-mass.ts';
import type { KernelAxis } from './parzen-terms.ts';

/**
 * Kernels of Aitchison & Aitken's form: each category gets `priorWeight` / (n + 1), the observed one 1
 * more, so that what is beside it fades with the number of kernels.
 */
export function createCategoryAxis(levels: number, priorWeight: number): KernelAxis {
  let own = new Float64Array(64);
  let points: Float64Array = new Float64Array(0);
  let share = priorWeight;
  return {
    add(kernel, x) {
      if (kernel >= own.length) own = grown(own, 2 * kernel);
      own[kernel] = x;
    },
    include() {},
    exclude() {},
    settle(kernels) {
      share = priorWeight / (kernels + 1);
    },
    sample(kernel, random) {
      if (kernel !== null && random() * (1 + levels * share) < 1) return own[kernel] as number;
      return randomInt(random, levels);
    },
    aim(coordinates) {
      points = coordinates;
    },
    prior: () => -Math.log(levels),
    shared: () => 0,
    lower({ from, to, point, limit }) {
      const hit = Math.log((share + 1) / (levels * share + 1));
      const miss = Math.log(share / (levels * share + 1));
      const { length } = from;
      let kept = 0;
      for (let n = 0; n < length; n++) {
        const kernel = from.kernels[n] as number;
        const log = (from.logs[n] as number) + (own[kernel] === points[point] ? hit : miss);
        to.kernels[kept] = kernel;
        to.logs[kept] = log;
        kept += Number(log >= limit);
      }
      to.length = kept;
    },
  };
}
