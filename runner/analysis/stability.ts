import type { Evaluation } from '../domain/evaluation.ts';
import { median } from '../domain/median.ts';
import type { Parameter, Space } from '../domain/space.ts';

/** How the sets around the best did: a peak that stands alone is likelier noise than a plateau. */
export interface Stability {
  /** The best's own fitness. */
  readonly best: number;
  /** The nearest sets first. */
  readonly around: readonly Neighbourhood[];
}

/** The sets that were evaluated within some steps of the best, the best itself left out. */
export interface Neighbourhood {
  /** Steps that each parameter may differ by; see `stability`. */
  readonly radius: number;
  readonly evaluations: number;
  /** Those that were valid; the figures below are theirs, null where there are none. */
  readonly valid: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly worst: number | null;
  /** Mean as a share of the best's fitness; null where that is not above 0. */
  readonly kept: number | null;
}

/** A step of a parameter with many levels, and of a continuous one, as a share of its range. */
const STEP = 0.02;
const RADII = [1, 2, 4] as const;

/**
 * Looks only at what a search has evaluated already. A step is one level of a parameter, or 2 % of
 * its range where that is more; another category or switch is one step away.
 *
 * @param evaluations of one search, in any order
 * @returns null where none is valid
 */
export function stability(
  evaluations: readonly Evaluation[],
  space: Pick<Space, 'parameters' | 'toUnit'>,
): Stability | null {
  const own = evaluations.filter(({ is_oos }) => !is_oos);
  const best = bestOf(own);
  if (best === null) return null;
  const distance = distanceFrom(best, space);
  const others = own
    .filter((evaluation) => evaluation !== best)
    .map((evaluation) => ({ evaluation, steps: distance(evaluation) }));
  const around = RADII.map((radius) => {
    const near = others.filter(({ steps }) => steps <= radius);
    return neighbourhood(
      radius,
      near.map(({ evaluation }) => evaluation),
      best.fitness,
    );
  });
  return { best: best.fitness, around };
}

function bestOf(evaluations: readonly Evaluation[]): Evaluation | null {
  let best: Evaluation | null = null;
  for (const evaluation of evaluations) {
    if (!isValid(evaluation)) continue;
    const { fitness, id } = evaluation;
    const isBetter =
      best === null || fitness > best.fitness || (fitness === best.fitness && id < best.id);
    if (isBetter) best = evaluation;
  }
  return best;
}

function isValid({ status, fitness }: Evaluation): boolean {
  return status === 'complete' && Number.isFinite(fitness);
}

/** The most steps by which any parameter differs (Chebyshev). */
function distanceFrom(
  best: Evaluation,
  { parameters, toUnit }: Pick<Space, 'parameters' | 'toUnit'>,
): (other: Evaluation) => number {
  const centre = toUnit(best.params);
  return ({ params }) => {
    const point = toUnit(params);
    let most = 0;
    for (const [n, parameter] of parameters.entries()) {
      const { name } = parameter;
      const isSame = params[name] === best.params[name];
      const apart = Math.abs((point[n] as number) - (centre[n] as number));
      if (!isSame) most = Math.max(most, stepsOf(parameter, apart));
    }
    return most;
  };
}

/** Never 0: the values differ, if only by being absent in one of the sets. */
function stepsOf({ ordered, levels }: Parameter, apart: number): number {
  if (!ordered) return 1;
  const step = levels === null ? STEP : Math.max(STEP, 1 / levels);
  // Unit coordinates carry rounding.
  return Math.max(1, Math.ceil(apart / step - 1e-9));
}

function neighbourhood(radius: number, near: readonly Evaluation[], best: number): Neighbourhood {
  const fitness = near.filter(isValid).map((evaluation) => evaluation.fitness);
  const common = { radius, evaluations: near.length, valid: fitness.length };
  if (fitness.length === 0) return { ...common, mean: null, median: null, worst: null, kept: null };
  const mean = fitness.reduce((sum, value) => sum + value, 0) / fitness.length;
  return {
    ...common,
    mean,
    median: median(fitness),
    // Not Math.min(...fitness): a grid's neighbours may be more than a call takes arguments.
    worst: fitness.reduce((least, value) => Math.min(least, value)),
    kept: best > 0 ? mean / best : null,
  };
}
