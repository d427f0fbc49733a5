import type { Random } from '../domain/random.ts';
import { type CmaConstants, cmaConstants } from './cma-constants.ts';
import { createCmaCovariance } from './cma-covariance.ts';
import { gaussian } from './gaussian-draw.ts';

export interface CmaStart {
  readonly mean: Float64Array;
  readonly sigma: number;
  /** λ, the candidates of a generation. */
  readonly size: number;
}

/** The normal distribution that CMA-ES moves. */
export interface CmaDistribution {
  /** May be corrected from outside, as the margin does. */
  readonly mean: Float64Array;
  readonly sigma: number;
  readonly weights: Float64Array;
  /** The deviation of a coordinate. */
  deviation(i: number): number;
  /** Draws a step y with covariance C into `target`; a candidate is mean + σ·y. */
  step(random: Random, target: Float64Array): void;
  /** Learns from the steps of a generation, the best first. */
  update(steps: readonly Float64Array[]): void;
  /** The condition number of C. */
  readonly condition: number;
}

/** CMA-ES with active covariance update; equations are those of Hansen 2016, arXiv:1604.00772. */
export function createCmaDistribution(start: CmaStart): CmaDistribution {
  const constants = cmaConstants(start.mean.length, start.size);
  const { n, mu, weights, muEff, cc } = constants;
  const covariance = createCmaCovariance(constants);
  const mean = start.mean.slice();
  const path = new Float64Array(n);
  const z = new Float64Array(n);
  const steps = createStepSize(constants, start.sigma);
  return {
    mean,
    weights,
    get sigma() {
      return steps.sigma;
    },
    get condition() {
      return covariance.condition;
    },
    deviation: (i) => steps.sigma * Math.sqrt(covariance.variance(i)),
    step(random, target) {
      for (let i = 0; i < n; i++) z[i] = gaussian(random);
      covariance.colour(z, target);
    },
    update(candidates) {
      const move = meanStep(candidates, weights, mu);
      // eq. 42, with a learning rate of 1.
      for (let i = 0; i < n; i++) mean[i] = (mean[i] as number) + steps.sigma * (move[i] as number);
      const hSigma = steps.update(covariance.whiten(move));
      // eq. 45
      blend(path, move, { keep: 1 - cc, gain: hSigma * Math.sqrt(cc * (2 - cc) * muEff) });
      covariance.update(candidates, path, hSigma);
    },
  };
}

/** Cumulative step-size adaptation (eq. 43, 44). */
function createStepSize({ n, muEff, cSigma, dSigma, chi }: CmaConstants, start: number) {
  const path = new Float64Array(n);
  let sigma = start;
  let generation = 0;
  return {
    get sigma() {
      return sigma;
    },
    /** Takes the whitened step of the mean; gives hσ, which is 0 while the path is too long. */
    update(white: Float64Array): number {
      blend(path, white, {
        keep: 1 - cSigma,
        gain: Math.sqrt(cSigma * (2 - cSigma) * muEff),
      });
      generation++;
      const norm = Math.hypot(...path);
      sigma *= Math.exp(Math.min(1, (cSigma / dSigma) * (norm / chi - 1)));
      const expected = chi * Math.sqrt(1 - (1 - cSigma) ** (2 * (generation + 1)));
      return norm < (1.4 + 2 / (n + 1)) * expected ? 1 : 0;
    },
  };
}

function meanStep(
  candidates: readonly Float64Array[],
  weights: Float64Array,
  mu: number,
): Float64Array {
  const move = new Float64Array(candidates[0]?.length ?? 0);
  for (let k = 0; k < mu; k++) {
    blend(move, candidates[k] as Float64Array, { keep: 1, gain: weights[k] as number });
  }
  return move;
}

/** target = keep · target + gain · added */
function blend(
  target: Float64Array,
  added: Float64Array,
  { keep, gain }: { keep: number; gain: number },
): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = keep * (target[i] as number) + gain * (added[i] as number);
  }
}
