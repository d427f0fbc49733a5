import { type KernelShape, type PointTable, SQRT5 } from './gp-kernel.ts';

/** All pairs of a table's points, for one kernel after another. */
export interface Pairs {
  /** Correlations under a shape: row n holds those of point n with all points before it. */
  correlate(shape: KernelShape): readonly Float64Array[];
  /**
   * Adds, to a gradient, the derivatives of the correlations under the last shape by the logarithms
   * of the lengths, each times its weight; gives their derivative by the share of the additive part.
   */
  addSlopes(weights: readonly Float64Array[], gradient: Float64Array): number;
}

/**
 * What differs alike is looked at once: on a grid a coordinate has no more differences than levels,
 * and every step of a fit asks for all of them again.
 */
export function createPairs(table: PointTable): Pairs {
  const { dimensions: d, count } = table;
  const { axes, places } = differencesOf(table);
  const differences = axes.flat();
  const m = new Float64Array(differences.length);
  // ∂m/∂log ℓ
  const slopes = new Float64Array(differences.length);
  const rows = Array.from({ length: count }, (_, n) => new Float64Array(n));
  let additive = 0;

  const look = (lengths: Float64Array): void => {
    let at = 0;
    for (const [i, own] of axes.entries()) {
      const rate = SQRT5 / (lengths[i] as number);
      for (let k = 0; k < own.length; k++, at++) {
        const r = rate * (differences[at] as number);
        const decay = Math.exp(-r);
        m[at] = (1 + r + (r * r) / 3) * decay;
        slopes[at] = ((r * r) / 3) * (1 + r) * decay;
      }
    }
  };

  return {
    correlate(shape) {
      additive = shape.additive;
      look(shape.lengths);
      let p = 0;
      for (const row of rows) {
        for (let k = 0; k < row.length; k++) {
          let sum = 0;
          let product = 1;
          for (let i = 0; i < d; i++, p++) {
            const one = m[places[p] as number] as number;
            sum += one;
            product *= one;
          }
          row[k] = (additive * sum) / d + (1 - additive) * product;
        }
      }
      return rows;
    },
    addSlopes(weights, gradient) {
      let byMixture = 0;
      let p = 0;
      for (const row of weights) {
        for (const weight of row) {
          byMixture += weight * slopesOfPair(p, weight, gradient);
          p += d;
        }
      }
      return byMixture;
    },
  };

  /** The derivative of one correlation by the share of the additive part. */
  function slopesOfPair(p: number, weight: number, gradient: Float64Array): number {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < d; i++) {
      const one = m[places[p + i] as number] as number;
      sum += one;
      product *= one;
    }
    for (let i = 0; i < d; i++) {
      const place = places[p + i] as number;
      const others = product / Math.max(m[place] as number, 1e-300);
      const factor = additive / d + (1 - additive) * others;
      gradient[i] = (gradient[i] as number) + weight * factor * (slopes[place] as number);
    }
    return sum / d - product;
  }
}

/** Differences nearer than this are the same. */
const ALIKE = 1e-9;

/** The differences of each coordinate, and, pair by pair, the place of each of them among all. */
function differencesOf({ dimensions: d, values, listed, count }: PointTable) {
  const axes: number[][] = [];
  const places = new Uint32Array((d * count * (count - 1)) / 2);
  let before = 0;
  for (let i = 0; i < d; i++) {
    const own: number[] = [];
    const known = new Map<number, number>();
    let p = i;
    for (let a = 1; a < count; a++) {
      for (let b = 0; b < a; b++, p += d) {
        const apart = Math.abs((values[a * d + i] as number) - (values[b * d + i] as number));
        const difference = listed[i] && apart > 0 ? 1 : apart;
        const key = Math.round(difference / ALIKE);
        let place = known.get(key);
        if (place === undefined) {
          place = own.push(difference) - 1;
          known.set(key, place);
        }
        places[p] = before + place;
      }
    }
    axes.push(own);
    before += own.length;
  }
  return { axes, places };
}
