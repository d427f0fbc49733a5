import type { Parameter } from '../domain/parameter.ts';
import type { CmaDistribution } from './cma-distribution.ts';
import { normalQuantile } from './gaussian-draw.ts';
import { logPhi } from './normal.ts';

/** The diagonal A of CMA-ES with margin: how far samples are stretched before they are rounded. */
export interface CmaMargin {
  /** The point whose cell a sample falls into; good until the next call. */
  encode(x: ArrayLike<number>): Float64Array;
  /** Lifts the probability of leaving the mean's cell to the margin, after each update. */
  correct(): void;
}

/**
 * CMA-ES with margin (Hamano, Saito, Nomura & Shirakawa 2022, arXiv:2205.13482, §4): without it the
 * deviation of a stepped parameter shrinks inside one cell and never leaves it again.
 */
export function createCmaMargin(
  axes: readonly Parameter[],
  distribution: CmaDistribution,
  margin: number,
): CmaMargin {
  const stretch = new Float64Array(axes.length).fill(1);
  const point = new Float64Array(axes.length);
  const { mean } = distribution;

  const correctAxis = (axis: Parameter, i: number): void => {
    const centre = Math.min(1 - 1e-12, Math.max(0, mean[i] as number));
    const [low, high] = axis.cellOf(axis.fromUnit(centre));
    const deviation = (stretch[i] as number) * distribution.deviation(i);
    const cell = { low, high, deviation, mean: mean[i] as number, margin };
    const moved = isEdge(cell) ? atEdge(cell) : inside(cell);
    mean[i] = moved.mean;
    stretch[i] = (stretch[i] as number) * (moved.deviation / deviation);
  };

  return {
    encode(x) {
      for (let i = 0; i < mean.length; i++) {
        const centre = mean[i] as number;
        point[i] = centre + (stretch[i] as number) * ((x[i] as number) - centre);
      }
      return point;
    },
    correct() {
      for (const [i, axis] of axes.entries()) if (axis.levels !== null) correctAxis(axis, i);
    },
  };
}

interface Cell {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly deviation: number;
  readonly margin: number;
}

/** The first and last cells reach to infinity: samples beyond the bounds are rounded into them. */
function isEdge({ low, high }: Cell): boolean {
  return low <= 1e-12 || high >= 1 - 1e-12;
}

/** Moves the mean so near to its cell's only border that the margin lies beyond (eq. 13). */
function atEdge({ low, high, mean, deviation, margin }: Cell) {
  const first = low <= 1e-12;
  const border = first ? high : low;
  const farthest = deviation * -normalQuantile(margin);
  const distance = Math.min(Math.abs(mean - border), farthest);
  return { mean: first ? border - distance : border + distance, deviation };
}

/** Solves mean and deviation from the lifted probabilities of both sides (eq. 14–19). */
function inside({ low, high, mean, deviation, margin }: Cell) {
  const below = Math.exp(logPhi((low - mean) / deviation));
  const above = Math.exp(logPhi((mean - high) / deviation));
  const half = margin / 2;
  if (below >= half && above >= half) return { mean, deviation };
  const within = 1 - below - above;
  const [lower, upper] = [Math.max(below, half), Math.max(above, half)];
  const excess = 1 - lower - upper - within;
  const sum = lower + upper + within - 3 * half;
  const corrected = (side: number): number =>
    Math.min(0.5 - 1e-10, Math.max(1e-10, side + (excess * (side - half)) / sum));
  const down = -normalQuantile(corrected(lower));
  const up = -normalQuantile(corrected(upper));
  return {
    mean: (low * up + high * down) / (down + up),
    deviation: (high - low) / (down + up),
  };
}
