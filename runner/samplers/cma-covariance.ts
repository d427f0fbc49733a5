import type { CmaConstants } from './cma-constants.ts';
import { symmetricEigen } from './eigen.ts';

/** The covariance matrix C = B D² Bᵀ of CMA-ES. */
export interface CmaCovariance {
  /** Puts B·D·z into `target`: a draw of N(0, I) becomes one of N(0, C). */
  colour(z: Float64Array, target: Float64Array): void;
  /** C^(-1/2)·y; good until the next call, since it is one array for all. */
  whiten(y: Float64Array): Float64Array;
  variance(i: number): number;
  readonly condition: number;
  /** The rank-one and rank-µ updates with negative weights (eq. 46, 47). */
  update(steps: readonly Float64Array[], path: Float64Array, hSigma: number): void;
}

export function createCmaCovariance(constants: CmaConstants): CmaCovariance {
  const { n, weights, c1, cmu, cc } = constants;
  const matrix = identity(n);
  let vectors = identity(n);
  let scales = new Float64Array(n).fill(1);
  const scaled = new Float64Array(n);
  const turned = new Float64Array(n);
  const white = new Float64Array(n);
  let stale = 0;
  // The axes are found anew only once the matrix may have changed by a tenth (appendix B.2).
  const patience = Math.max(1, Math.floor(1 / ((c1 + cmu) * n * 10)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  const whiten = (y: Float64Array): Float64Array => {
    multiplyTransposed(vectors, y, turned);
    for (let i = 0; i < n; i++) turned[i] = (turned[i] as number) / (scales[i] as number);
    multiply(vectors, turned, white);
    return white;
  };

  const refresh = (): void => {
    const eigen = symmetricEigen(matrix, n);
    vectors = eigen.vectors;
    scales = eigen.values.map((value) => Math.sqrt(Math.max(value, 1e-20)));
  };

  /** Negative weights shrink with the length of their step, so that C stays positive (eq. 46). */
  const weightOf = (y: Float64Array, rank: number): number => {
    const weight = weights[rank] as number;
    if (weight >= 0) return weight;
    return (weight * n) / (squared(whiten(y)) + 1e-300);
  };

  return {
    colour(z, target) {
      for (let i = 0; i < n; i++) scaled[i] = (z[i] as number) * (scales[i] as number);
      multiply(vectors, scaled, target);
    },
    whiten,
    variance: (i) => Math.max(matrix[i * n + i] as number, 1e-20),
    get condition() {
      return (Math.max(...scales) / Math.min(...scales)) ** 2;
    },
    update(steps, path, hSigma) {
      const keep = 1 + c1 * (1 - hSigma) * cc * (2 - cc) - c1 - cmu * total;
      for (let i = 0; i < matrix.length; i++) matrix[i] = keep * (matrix[i] as number);
      const shares = steps.map(weightOf);
      addOuter(matrix, path, c1);
      for (const [k, y] of steps.entries()) addOuter(matrix, y, cmu * (shares[k] as number));
      if (++stale < patience) return;
      stale = 0;
      refresh();
    },
  };
}

/** matrix += weight · v·vᵀ */
function addOuter(matrix: Float64Array, v: Float64Array, weight: number): void {
  const n = v.length;
  for (let i = 0; i < n; i++) {
    const x = weight * (v[i] as number);
    for (let j = 0; j < n; j++) {
      matrix[i * n + j] = (matrix[i * n + j] as number) + x * (v[j] as number);
    }
  }
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}

function squared(vector: Float64Array): number {
  let sum = 0;
  for (const x of vector) sum += x * x;
  return sum;
}

/** Puts matrix · vector into `product`: arrays are dear to make, and a search multiplies all the time. */
function multiply(matrix: Float64Array, vector: Float64Array, product: Float64Array): void {
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (matrix[i * n + j] as number) * (vector[j] as number);
    product[i] = sum;
  }
}

function multiplyTransposed(
  matrix: Float64Array,
  vector: Float64Array,
  product: Float64Array,
): void {
  const n = vector.length;
  product.fill(0);
  for (let j = 0; j < n; j++) {
    const x = vector[j] as number;
    for (let i = 0; i < n; i++) {
      product[i] = (product[i] as number) + (matrix[j * n + i] as number) * x;
    }
  }
}
