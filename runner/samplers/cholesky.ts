/** The lower triangle L of A = L·Lᵀ, row by row in one array with room to grow. */
export interface Cholesky {
  readonly size: number;
  /** Adds a row and a column to A: the new entries against those before, then the diagonal. */
  append(row: ArrayLike<number>, diagonal: number): void;
  /** Takes back all rows and columns but the first so many. */
  truncate(size: number): void;
  /** Solves L·x = b. */
  forward(b: Float64Array): Float64Array;
  /**
   * |L⁻¹·b|², or null as soon as `isEnough` says so of the part that is summed up: it only grows.
   */
  explained(b: ArrayLike<number>, isEnough: (part: number) => boolean): number | null;
  /** Solves Lᵀ·x = b. */
  backward(b: Float64Array): Float64Array;
  /** log |A| */
  logDeterminant(): number;
  /** The lower triangle of A⁻¹, with rows of `size`. */
  inverse(): Float64Array;
}

/** The least a pivot may be: rounding can leave less of a matrix that is positive definite. */
const LEAST_PIVOT = 1e-12;

/** Rows solved between two looks at whether they are enough. */
const BLOCK = 24;

/** A factor that grows row by row (Golub & Van Loan, Matrix Computations, §4.2). */
export function createCholesky(capacity: number): Cholesky {
  let stride = Math.max(1, capacity);
  let l = new Float64Array(stride * stride);
  let size = 0;
  let solved = new Float64Array(0);

  const forwardInto = (b: ArrayLike<number>, x: Float64Array, from = 0, to = size): void => {
    for (let i = from; i < to; i++) {
      const row = i * stride;
      x[i] = ((b[i] as number) - dot(l, row, x, i)) / (l[row + i] as number);
    }
  };

  const grow = (): void => {
    const grown = new Float64Array(4 * stride * stride);
    for (let n = 0; n < size; n++) {
      grown.set(l.subarray(n * stride, n * stride + n + 1), n * 2 * stride);
    }
    l = grown;
    stride *= 2;
  };

  return {
    get size() {
      return size;
    },
    append(row, diagonal) {
      if (size === stride) grow();
      const own = l.subarray(size * stride, size * stride + size);
      forwardInto(row, own);
      let pivot = diagonal;
      for (let k = 0; k < size; k++) pivot -= (own[k] as number) * (own[k] as number);
      l[size * stride + size] = Math.sqrt(Math.max(pivot, LEAST_PIVOT));
      size++;
    },
    truncate(kept) {
      size = Math.min(size, kept);
    },
    forward(b) {
      const x = new Float64Array(size);
      forwardInto(b, x);
      return x;
    },
    explained(b, isEnough) {
      if (solved.length < size) solved = new Float64Array(stride);
      let sum = 0;
      for (let from = 0; from < size; from += BLOCK) {
        const to = Math.min(size, from + BLOCK);
        forwardInto(b, solved, from, to);
        for (let i = from; i < to; i++) sum += (solved[i] as number) * (solved[i] as number);
        if (isEnough(sum)) return null;
      }
      return sum;
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

/** Σ l[from + k]·x[k]; four sums at a time, since one would wait for each addition before. */
function dot(l: Float64Array, from: number, x: Float64Array, count: number, at = 0): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    a += (l[from + k] as number) * (x[at + k] as number);
    b += (l[from + k + 1] as number) * (x[at + k + 1] as number);
    c += (l[from + k + 2] as number) * (x[at + k + 2] as number);
    d += (l[from + k + 3] as number) * (x[at + k + 3] as number);
  }
  for (; k < count; k++) a += (l[from + k] as number) * (x[at + k] as number);
  return a + b + (c + d);
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
      const sum = dot(l, row + j, t, i - j, column + j);
      t[column + i] = -sum / (l[row + i] as number);
    }
  }
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      inverse[i * size + j] = dot(t, i * size + i, t, size - i, j * size + i);
    }
  }
  return inverse;
}
