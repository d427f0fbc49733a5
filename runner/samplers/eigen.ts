/** Eigenvalues and orthonormal eigenvectors (in columns) of a symmetric matrix, row by row. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const MOST_SWEEPS = 30;

/**
 * Jacobi's method with cyclic sweeps (Golub & Van Loan, Matrix Computations, §8.5): short, exact to
 * twelve digits and fast for the tens of parameters met here.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (!sweepOnce(a, vectors, size)) break;
  }
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) values[i] = a[i * size + i] as number;
  return { values, vectors };
}

/** Zeroes every pair once; false where all were zero already. */
function sweepOnce(a: Float64Array, vectors: Float64Array, size: number): boolean {
  let turned = false;
  for (let p = 0; p < size - 1; p++) {
    for (let q = p + 1; q < size; q++) {
      const pq = a[p * size + q] as number;
      const pp = a[p * size + p] as number;
      const qq = a[q * size + q] as number;
      if (Math.abs(pq) <= 1e-12 * Math.sqrt(Math.abs(pp * qq))) continue;
      turned = true;
      const theta = (qq - pp) / (2 * pq);
      const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
      const cosine = 1 / Math.hypot(tangent, 1);
      rotate(a, vectors, { size, p, q, cosine, sine: tangent * cosine });
    }
  }
  return turned;
}

interface Rotation {
  readonly size: number;
  readonly p: number;
  readonly q: number;
  readonly cosine: number;
  readonly sine: number;
}

/** Written out, since nearly all the time of a search is spent here. */
function rotate(a: Float64Array, vectors: Float64Array, turn: Rotation): void {
  const { size, p, q, cosine, sine } = turn;
  for (let row = 0; row < size * size; row += size) {
    const x = a[row + p] as number;
    const y = a[row + q] as number;
    a[row + p] = cosine * x - sine * y;
    a[row + q] = sine * x + cosine * y;
    const v = vectors[row + p] as number;
    const w = vectors[row + q] as number;
    vectors[row + p] = cosine * v - sine * w;
    vectors[row + q] = sine * v + cosine * w;
  }
  const [first, second] = [p * size, q * size];
  for (let k = 0; k < size; k++) {
    const x = a[first + k] as number;
    const y = a[second + k] as number;
    a[first + k] = cosine * x - sine * y;
    a[second + k] = sine * x + cosine * y;
  }
}
