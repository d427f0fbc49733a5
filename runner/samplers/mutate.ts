import type { Parameter } from '../domain/parameter.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';

export interface MutationOptions {
  /** How rarely many parameters change at once: the exponent of a power law. */
  readonly mutation_power: number;
  /** For each change: any other value instead of one some steps away. */
  readonly redraw_probability: number;
}

/** Continuous parameters move on a grid of so many steps. */
const CONTINUOUS_STEPS = 10_000;

/**
 * Mutations without a scale: how many parameters change follows the power law of the fast GA (Doerr,
 * Le, Makhmara & Nguyen 2017), how far each moves on its grid the harmonic law (Doerr, Doerr &
 * Kötzing 2018).
 */
export function createMutation({ parameters }: Space, options: MutationOptions) {
  const free = parameters.flatMap(({ levels }, i) => (levels === 1 ? [] : [i]));
  const counts = Float64Array.from(free, (_, n) => (n + 1) ** -options.mutation_power);
  return (origin: Float64Array, random: Random): Float64Array => {
    const point = origin.slice();
    const left = [...free];
    let changes = free.length === 0 ? 0 : 1 + weighted(counts, random);
    for (; changes > 0; changes--) {
      const [i = 0] = left.splice(randomInt(random, left.length), 1);
      const redraw = random() < options.redraw_probability;
      const parameter = parameters[i] as Parameter;
      point[i] = redraw ? random() : moveSome(parameter, point[i] as number, random);
    }
    return point;
  };
}

/** A coordinate some steps up or down, few more often than many; any category for a category. */
export function moveSome(parameter: Parameter, x: number, random: Random): number {
  const { levels, ordered } = parameter;
  if (!ordered || levels === 1) return random();
  const steps = levels ?? CONTINUOUS_STEPS;
  const from = levels === null ? Math.floor(x * steps) : parameter.levelOf(parameter.fromUnit(x));
  // 1, 2, … steps with probability proportional to 1, 1/2, …
  const distance = Math.max(1, Math.floor((steps - 1) ** random()));
  const up = random() < 0.5;
  const there = up ? from + distance : from - distance;
  const to = there >= 0 && there < steps ? there : up ? from - distance : from + distance;
  if (to < 0 || to >= steps) return random();
  return levels === null ? (to + random()) / steps : parameter.toUnit(parameter.valueAt(to));
}

/** A place drawn by its weight. */
function weighted(weights: Float64Array, random: Random): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = random() * total;
  for (const [place, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return place;
  }
  return weights.length - 1;
}
