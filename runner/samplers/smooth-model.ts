import { createCholesky } from './cholesky.ts';

/** An interpolant of points near 0, with its gradient. */
export interface SmoothModel {
  evaluate(x: ArrayLike<number>): { value: number; gradient: Float64Array };
}

/** Widths of the basis functions that are tried; wide ones make the model nearly quadratic. */
const WIDTHS = [1.5, 3, 6, 12, 24] as const;

/** Keeps the matrix invertible; errs by as much, relative to the values' spread. */
const NUGGET = 1e-11;

/** Gaussian basis functions of the width with the largest likelihood (Rasmussen & Williams 2006, §5.4). */
export function createSmoothModel(
  points: readonly (readonly number[])[],
  values: readonly number[],
): SmoothModel {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = Float64Array.from(values, (value) => value - mean);
  const base = Math.max(Math.hypot(...centred) / Math.sqrt(values.length), 1e-300);
  for (let n = 0; n < centred.length; n++) centred[n] = (centred[n] as number) / base;
  let best: ReturnType<typeof interpolate> = {
    likelihood: Number.NEGATIVE_INFINITY,
    weights: centred,
    width: 1,
  };
  for (const width of WIDTHS) {
    const rival = interpolate(points, centred, width * Math.sqrt(points[0]?.length ?? 1));
    if (rival.likelihood > best.likelihood) best = rival;
  }
  const { weights, width } = best;
  return {
    evaluate(x) {
      const gradient = new Float64Array(x.length);
      let value = 0;
      for (let n = 0; n < points.length; n++) {
        const point = points[n] as readonly number[];
        let squared = 0;
        for (let i = 0; i < x.length; i++)
          squared += ((x[i] as number) - (point[i] as number)) ** 2;
        const part = (weights[n] as number) * Math.exp((-0.5 * squared) / (width * width));
        value += part;
        const slope = -part / (width * width);
        for (let i = 0; i < x.length; i++) {
          gradient[i] = (gradient[i] as number) + slope * ((x[i] as number) - (point[i] as number));
        }
      }
      return { value, gradient };
    },
  };
}

function interpolate(
  points: readonly (readonly number[])[],
  values: Float64Array,
  width: number,
): { likelihood: number; weights: Float64Array; width: number } {
  const count = points.length;
  const factor = createCholesky(count);
  const row = new Float64Array(count);
  for (const [n, point] of points.entries()) {
    for (let k = 0; k < n; k++) {
      const other = points[k] as readonly number[];
      let squared = 0;
      for (let i = 0; i < point.length; i++) {
        squared += ((point[i] as number) - (other[i] as number)) ** 2;
      }
      row[k] = Math.exp((-0.5 * squared) / (width * width));
    }
    factor.append(row, 1 + NUGGET);
  }
  const half = factor.forward(values);
  const signal = half.reduce((sum, part) => sum + part * part, 0) / count;
  const likelihood = -0.5 * (count * Math.log(Math.max(signal, 1e-300)) + factor.logDeterminant());
  return { likelihood, weights: factor.backward(half), width };
}
