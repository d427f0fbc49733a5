import { cellLoss, grown, logCellMass } from './cell-mass.ts';
import { insideMass } from './normal.ts';
import type { Axis } from './parzen-axis.ts';
import type { NumericTerms } from './parzen-terms.ts';

const PRIOR_NORM = Math.log(insideMass(0.5, 1));
const SQRT_2PI = Math.sqrt(2 * Math.PI);

type Cell = readonly [low: number, high: number];

/** Mass of normal kernels in cells of any size; what they lose is stated by the size of the cell. */
export function createCellTerms({ cellOf }: Axis): NumericTerms {
  let means = new Float64Array(0);
  let narrownesses = new Float64Array(0);
  let cells: Cell[] = [];
  const shared = (point: number): number => {
    const [low, high] = cells[point] as Cell;
    return Math.log(high - low);
  };
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
      cells = Array.from(coordinates, cellOf);
    },
    prior(point) {
      const [low, high] = cells[point] as Cell;
      return logCellMass(low - 0.5, high - 0.5) - PRIOR_NORM - shared(point);
    },
    shared,
    lower({ from, to, point, limit }) {
      const [low, high] = cells[point] as Cell;
      const { length } = from;
      let kept = 0;
      for (let n = 0; n < length; n++) {
        const kernel = from.kernels[n] as number;
        const mean = means[kernel] as number;
        const narrowness = narrownesses[kernel] as number;
        const loss = cellLoss((low - mean) * narrowness, (high - mean) * narrowness);
        const log = (from.logs[n] as number) + loss;
        to.kernels[kept] = kernel;
        to.logs[kept] = log;
        kept += Number(log >= limit);
      }
      to.length = kept;
    },
  };
}
