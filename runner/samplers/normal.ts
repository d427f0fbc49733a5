import type { Random } from '../domain/random.ts';

/**
 * Chebyshev coefficients of erfc (Press et al., Numerical Recipes, 3rd ed., §6.2.2), relative error
 * below 1.2e-16 everywhere; in log space, so that far tails keep their digits.
 */
const ERFC = [
  -1.3026537197817094, 0.64196979235649, 1.9476473204185836e-2, -9.561514786808631e-3,
  -9.46595344482036e-4, 3.66839497852761e-4, 4.2523324806907e-5, -2.0278578112534e-5,
  -1.624290004647e-6, 1.30365583558e-6, 1.5626441722e-8, -8.5238095915e-8, 6.529054439e-9,
  5.059343495e-9, -9.91364156e-10, -2.27365122e-10, 9.6467911e-11, 2.394038e-12, -6.886027e-12,
  8.94487e-13, 3.13092e-13, -1.12708e-13, 3.81e-16, 7.106e-15, -1.523e-15, -9.4e-17, 1.21e-16,
  -2.8e-17,
] as const;

export const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** log erfc(z) for z ≥ 0. */
function logErfc(z: number): number {
  const t = 2 / (2 + z);
  const y = 4 * t - 2;
  let d = 0;
  let dd = 0;
  for (let j = ERFC.length - 1; j > 0; j--) {
    const previous = d;
    d = y * d - dd + (ERFC[j] as number);
    dd = previous;
  }
  return Math.log(t) - z * z + 0.5 * (ERFC[0] + y * d) - dd;
}

/** The table of log Φ: from -40 to 0 in steps of 1/32, where cubic interpolation errs below 1e-9. */
const LOWEST = -40;
const STEPS = 32;

interface Table {
  readonly values: Float64Array;
  /** Slopes φ / Φ, by step. */
  readonly slopes: Float64Array;
}

const table = makeTable();

function makeTable(): Table {
  const xs = Float64Array.from({ length: -LOWEST * STEPS + 2 }, (_, n) => LOWEST + n / STEPS);
  const values = xs.map(exactLogPhi);
  const slopes = xs.map((x, n) => Math.exp(-0.5 * x * x - LOG_SQRT_2PI - (values[n] as number)));
  return { values, slopes: slopes.map((slope) => slope / STEPS) };
}

function exactLogPhi(x: number): number {
  if (x <= 0) return logErfc(-x * Math.SQRT1_2) - Math.LN2;
  return Math.log1p(-0.5 * Math.exp(logErfc(x * Math.SQRT1_2)));
}

/** log Φ(x), the standard normal distribution's lower tail, to 1e-9. */
export function logPhi(x: number): number {
  if (x > 0 || x < LOWEST) return exactLogPhi(x);
  const place = (x - LOWEST) * STEPS;
  const n = Math.floor(place);
  const t = place - n;
  const a = table.values[n] as number;
  const b = table.values[n + 1] as number;
  const da = table.slopes[n] as number;
  const db = table.slopes[n + 1] as number;
  // Cubic Hermite interpolation.
  const rise = b - a;
  return a + t * (da + t * (3 * rise - 2 * da - db + t * (da + db - 2 * rise)));
}

/** log(Φ(b) − Φ(a)) for a < b, computed on the left tail, where differences keep their digits. */
export function logNormalMass(a: number, b: number): number {
  if (a > 0) return logNormalMass(-b, -a);
  if (b <= 0) {
    const upper = logPhi(b);
    return upper + Math.log1p(-Math.exp(logPhi(a) - upper));
  }
  return Math.log1p(-Math.exp(logPhi(a)) - Math.exp(logPhi(-b)));
}

/** The share of N(mean, width²) between 0 and 1. */
export function insideMass(mean: number, width: number): number {
  return 1 - tail(mean / width) - tail((1 - mean) / width);
}

/** Φ(−z), to 1e-9; beyond 9 deviations nothing is left that a double could show beside 1. */
function tail(z: number): number {
  return z > 9 ? 0 : Math.exp(logPhi(-z));
}

/** A draw from N(mean, deviation²) inside (0, 1), for a mean in [0, 1] and a deviation up to 1. */
export function truncatedNormal(mean: number, deviation: number, random: Random): number {
  // Rejection accepts at least a third here: the worst case is a mean at a bound.
  for (;;) {
    // Box & Muller 1958; 1 - u keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const x = mean + deviation * radius * Math.cos(2 * Math.PI * random());
    if (x > 0 && x < 1) return x;
  }
}
