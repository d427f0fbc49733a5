import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt } from '../domain/random.ts';
import type { Sampler, SamplerContext, Told } from '../domain/sampler.ts';
import { freshSet } from './fresh-set.ts';
import { createInFlight, rememberKeys, replay } from './in-flight.ts';
import { createLatinHypercube } from './latin-hypercube.ts';
import { compareMerits, type Merit, meritOf } from './merit.ts';
import { samplesOption, seedsOption } from './stage-length.ts';
import { stepAside } from './step-aside.ts';
import { takeSets } from './take-sets.ts';

/** The options of a search with a single parent. */
export const singleParentOptions = {
  samples: samplesOption,
  start: z
    .enum(['design', 'random', 'centre'])
    .default('design')
    .describe('First parent: the best of an even spread, a random set, or the centre'),
  design_size: z.int().min(1).default(10).describe('Sets of the even spread'),
  batch_size: z
    .int()
    .min(1)
    .default(5)
    .describe('Children proposed before any of them is told; 1 lets every success count at once'),
  seed_from_previous: seedsOption,
};

type Options = z.output<z.ZodObject<typeof singleParentOptions>>;

/** A point of the unit cube. */
export type Point = Float64Array;

export interface Variation {
  /** A child of the parent. */
  vary(parent: Point, random: Random): Point;
  /** Hears how a child did: below 0 where it beats its parent, 0 where it is as good. */
  hear(order: number): void;
}

/** Tries at a child that was not evaluated before; then one parameter is moved by a step. */
const MOST_TRIES = 8;

/**
 * An evolution strategy with one parent: a child that is no worse takes its place. Children whose
 * changes round to nothing, or to a known set, are made anew, then moved by a single step, and where
 * all around is known drawn from anywhere.
 */
export function createSingleParent(
  context: SamplerContext<Options>,
  variation: Variation,
): Sampler {
  const { space, randomAt } = context;
  const keyOf = rememberKeys(space);
  const inFlight = createInFlight<Point | null>(keyOf);
  const seen = new Set<string>();
  const first = createFirst(context);
  let parent: { point: Point; merit: Merit } | null = null;
  let asked = 0;

  const child = (origin: Point, random: Random): { set: ParameterSet; point: Point } => {
    for (let tries = 0; ; tries++) {
      const point = variation.vary(origin, random);
      const last = tries === MOST_TRIES;
      if (last) stepAside(point, randomInt(random, point.length), { space, random });
      const set = space.fromUnit(point);
      const allowed = space.problem(set) === null;
      if (allowed && !seen.has(keyOf(set))) return { set, point };
      if (!last) continue;
      const other = freshSet(space, (known) => seen.has(keyOf(known)), random);
      return { set: other, point: space.toUnit(other) };
    }
  };

  const propose = (): ParameterSet | null => {
    const random = randomAt(asked + 1);
    if (asked < first.count) {
      const set = first.set(asked++, random);
      inFlight.add(set, null);
      seen.add(keyOf(set));
      return set;
    }
    // The first parent is known only once the whole spread is told.
    if (parent === null || (asked === first.count && inFlight.size > 0)) return null;
    asked++;
    const { set, point } = child(parent.point, random);
    inFlight.add(set, point);
    seen.add(keyOf(set));
    return set;
  };

  const tell = (told: Told): void => {
    const kept = inFlight.take(told);
    const merit = meritOf(told);
    const order = parent === null ? -1 : compareMerits(merit, parent.merit);
    if (kept) variation.hear(order);
    seen.add(keyOf(told.params));
    if (order <= 0) parent = { point: kept ?? space.toUnit(told.params), merit };
  };

  const ask = (count: number): ParameterSet[] => takeSets(count, propose);

  return replay({ ask, tell }, context.history, inFlight);
}

function createFirst({ space, options, seeds, randomAt }: SamplerContext<Options>) {
  const seed = options.seed_from_previous ? seeds[0] : undefined;
  const isDesign = seed === undefined && options.start === 'design';
  const count = isDesign ? options.design_size : 1;
  const word = randomInt(randomAt(0), 2 ** 32);
  const dimensions = space.parameters.length;
  const pointAt = createLatinHypercube({ dimensions, samples: count, word });
  return {
    count,
    set(n: number, random: Random): ParameterSet {
      if (seed !== undefined) return seed.params;
      const centre = new Float64Array(dimensions).fill(0.5);
      const point = options.start === 'centre' ? centre : pointAt(n, random);
      return space.repair(space.fromUnit(point), random);
    },
  };
}
