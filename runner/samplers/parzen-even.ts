import { type CellMasses, logCellMass } from './cell-mass.ts';
import { insideMass } from './normal.ts';
import type { Axis } from './parzen-axis.ts';
import type { NumericTerms } from './parzen-terms.ts';

const PRIOR_NORM = Math.log(insideMass(0.5, 1));

/** Mass of normal kernels in equal cells, looked up by the number of cells between. */
export function createEvenTerms({ levels, cellOf }: Axis, masses: CellMasses): NumericTerms {
  let own = new Int32Array(0);
  let tables = new Int32Array(0);
  let last = { width: Number.NaN, generation: Number.NaN, table: 0 };
  let points: Float64Array = new Float64Array(0);
  return {
    reserve(kernels) {
      own = longer(own, kernels);
      tables = longer(tables, kernels);
    },
    set(kernel, { x, width }) {
      own[kernel] = x;
      // Many in a row are as wide as the one before.
      if (width !== last.width || masses.generation !== last.generation) {
        const { generation } = masses;
        last = { width, generation, table: masses.tableFor(levels, width) };
      }
      tables[kernel] = last.table;
    },
    norm: ({ mean, width }) => insideMass(mean, width),
    aim(coordinates) {
      points = coordinates;
    },
    prior(point) {
      const [low, high] = cellOf(points[point] as number);
      return logCellMass(low - 0.5, high - 0.5) - PRIOR_NORM;
    },
    shared: () => 0,
    lower({ from, to, point, limit }) {
      const { length } = from;
      const [known, left] = [from.logs, to.logs];
      const [numbers, kernels] = [from.kernels, to.kernels];
      // Held, so that the loop need not look them up.
      const [levelOf, tableOf, x] = [own, tables, points[point] as number];
      const { values } = masses;
      let kept = 0;
      for (let n = 0; n < length; n++) {
        const kernel = numbers[n] as number;
        const apart = Math.abs(x - (levelOf[kernel] as number));
        const mass = values[(tableOf[kernel] as number) + apart] as number;
        const log = (known[n] as number) + mass;
        kernels[kept] = kernel;
        left[kept] = log;
        kept += Number(log >= limit);
      }
      to.length = kept;
    },
  };
}

function longer(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(values);
  return copy;
}
