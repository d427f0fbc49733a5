import { grown } from './cell-mass.ts';
import { insideMass, LOG_SQRT_2PI } from './normal.ts';
import type { NumericTerms } from './parzen-terms.ts';

const PRIOR_NORM = LOG_SQRT_2PI + Math.log(insideMass(0.5, 1));
const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** Normal kernels on a continuous axis, truncated to the unit interval. */
export function createSmoothTerms(): NumericTerms {
  let means = new Float64Array(0);
  let narrownesses = new Float64Array(0);
  let points: Float64Array = new Float64Array(0);
  return {
    reserve(kernels) {
      means = grown(means, kernels);
      narrownesses = grown(narrownesses, kernels);
    },
    set(kernel, { mean, width }) {
      means[kernel] = mean;
      narrownesses[kernel] = 1 / width;
    },
    norm: ({ mean, width }) => SQRT_2PI * width * insideMass(mean, width),
    aim(coordinates) {
      points = coordinates;
    },
    prior: (point) => -0.5 * ((points[point] as number) - 0.5) ** 2 - PRIOR_NORM,
    shared: () => 0,
    lower({ from, to, point, limit }) {
      const { length } = from;
      const [known, left] = [from.logs, to.logs];
      const [numbers, kernels] = [from.kernels, to.kernels];
      // Held, so that the loop need not look them up.
      const [meanOf, narrownessOf, x] = [means, narrownesses, points[point] as number];
      let kept = 0;
      for (let n = 0; n < length; n++) {
        const kernel = numbers[n] as number;
        const z = (x - (meanOf[kernel] as number)) * (narrownessOf[kernel] as number);
        const log = (known[n] as number) - 0.5 * z * z;
        kernels[kept] = kernel;
        left[kept] = log;
        kept += Number(log >= limit);
      }
      to.length = kept;
    },
  };
}
