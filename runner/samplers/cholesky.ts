/** The lower triangle L of A = L·Lᵀ, row by row in one array with room to grow. */
export interface Cholesky {
  readonly size: number;
  /** Adds a row and a column to A: the new entries against those before, then the diagonal. */
  append(row: ArrayLike<number>, diagonal: number): void;
  /** Solves L·x = b. */
  forward(b: Float64Array): Float64Array;
  /** Solves Lᵀ·x = b. */
  backward(b: Float64Array): Float64Array;
  /** log |A| */
  logDeterminant(): number;
  /** The lower triangle of A⁻¹, with rows of `size`. */
  inverse(): Float64Array;
}

/** The least a pivot may be: rounding can leave less of a matrix that is positive definite. */
const LEAST_PIVOT = 1e-12;

/** A factor that grows row by row (Golub & Van Loan, Matrix Computations, §4.2). */
export function createCholesky(capacity: number): Cholesky {
  const stride = capacity;
  const l = new Float64Array(capacity * capacity);
  let size = 0;

  const forwardInto = (b: ArrayLike<number>, x: Float64Array): void => {
    for (let i = 0; i < size; i++) {
      const row = i * stride;
      let sum = b[i] as number;
      for (let k = 0; k < i; k++) sum -= (l[row + k] as number) * (x[k] as number);
      x[i] = sum / (l[row + i] as number);
    }
  };

  return {
    get size() {
      return size;
    },
    append(row, diagonal) {
      const own = l.subarray(size * stride, size * stride + size);
      forwardInto(row, own);
      let pivot = diagonal;
      for (const x of own) pivot -= x * x;
      l[size * stride + size] = Math.sqrt(Math.max(pivot, LEAST_PIVOT));
      size++;
    },
    forward(b) {
      const x = new Float64Array(size);
      forwardInto(b, x);
      return x;
    },
    backward(b) {
      const x = b.slice(0, size);
      for (let i = size - 1; i >= 0; i--) {
        const row = i * stride;
        const value = (x[i] as number) / (l[row + i] as number);
        x[i] = value;
        for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (l[row + k] as number) * value;
      }
      return x;
    },
    logDeterminant() {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += Math.log(l[i * stride + i] as number);
      return 2 * sum;
    },
    inverse: () => inverseOf(l, size, stride),
  };
}

/** A⁻¹ = L⁻ᵀ·L⁻¹, by rows so that memory is read in order. */
function inverseOf(l: Float64Array, size: number, stride: number): Float64Array {
  // Row j of `t` is column j of L⁻¹.
  const t = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const column = j * size;
    t[column + j] = 1 / (l[j * stride + j] as number);
    for (let i = j + 1; i < size; i++) {
      const row = i * stride;
      let sum = 0;
      for (let k = j; k < i; k++) sum -= (l[row + k] as number) * (t[column + k] as number);
      t[column + i] = sum / (l[row + i] as number);
    }
  }
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) {
        sum += (t[i * size + k] as number) * (t[j * size + k] as number);
      }
      inverse[i * size + j] = sum;
    }
  }
  return inverse;
}
