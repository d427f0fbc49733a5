import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomInt } from '../domain/random.ts';
import type { SamplerContext, SamplerFactory } from '../domain/sampler.ts';
import { createLatinSlices } from './latin-hypercube.ts';

const options = z
  .strictObject({
    samples: z.int().positive().default(100).describe('Points of the design'),
    centred: z
      .boolean()
      .default(false)
      .describe('Puts points in the middle of their cells instead of anywhere inside'),
    maximin: z
      .boolean()
      .default(false)
      .describe('Takes, of many designs, the one whose closest two points are farthest apart'),
  })
  .describe('Latin hypercube: every parameter meets each of its `samples` slices exactly once');

type Options = z.output<typeof options>;

const BATCH = 100;

/** Distances a maximin design may cost: about half a second at 10 parameters. */
const MOST_DISTANCES = 2e6;
const MOST_DESIGNS = 100;

const factory: SamplerFactory<Options> = {
  create(context) {
    const { samples } = context.options;
    const pointAt = createDesign(context);
    let asked = context.history.reduce((sum, batch) => sum + batch.length, 0);
    return {
      ask(count) {
        const length = Math.max(0, Math.min(count, samples - asked));
        return Array.from({ length }, () => pointAt(asked++));
      },
      tell() {},
    };
  },
  batch: () => BATCH,
  size: ({ samples }) => samples,
  learns: false,
  budgetOptions: [],
  grows: false,
};

/**
 * Latin hypercube sampling (McKay, Beckman & Conover 1979). The design has as many points as
 * `samples` says, whatever the budget, and is computed point by point: the n-th takes slice πd(n) of
 * each parameter d. Where rules forbid a point, the parameters they couple are drawn anew. With
 * `maximin` (Johnson, Moore & Ylvisaker 1990) up to 100 designs compete, fewer from 200 points on
 * and none from 1,500 on, since comparing all pairs would take longer than many backtests.
 */
export const lhs = { options, ...factory };

function createDesign({ space, options, randomAt }: SamplerContext<Options>) {
  const { samples, centred, maximin } = options;
  const dimensions = space.parameters.length;
  const first = randomInt(randomAt(0), 2 ** 32);
  const word = maximin ? farthestApart({ dimensions, samples, word: first }) : first;
  const slicesOf = createLatinSlices({ dimensions, samples, word });
  return (n: number): ParameterSet => {
    const random = randomAt(n + 1);
    const point = slicesOf(n).map((slice) => (slice + (centred ? 0.5 : random())) / samples);
    return space.repair(space.fromUnit(point), random);
  };
}

/** The word of the design with the largest distance between its two closest points. */
function farthestApart(stated: { dimensions: number; samples: number; word: number }): number {
  const { samples, word } = stated;
  const pairs = (samples * (samples - 1)) / 2;
  const designs = Math.min(MOST_DESIGNS, Math.floor(MOST_DISTANCES / Math.max(1, pairs)));
  let best = { word, distance: -1 };
  for (let n = 0; n < designs; n++) {
    const rival = (word + n) >>> 0;
    const distance = closestPair({ ...stated, word: rival });
    if (distance > best.distance) best = { word: rival, distance };
  }
  return best.word;
}

/** The smallest squared distance between two points, in slices. */
function closestPair(stated: { dimensions: number; samples: number; word: number }): number {
  const slicesOf = createLatinSlices(stated);
  const rows = Array.from({ length: stated.samples }, (_, n) => slicesOf(n));
  let closest = Number.POSITIVE_INFINITY;
  for (const [place, row] of rows.entries()) {
    for (let other = 0; other < place; other++) {
      closest = Math.min(closest, squaredDistance(row, rows[other] as number[]));
    }
  }
  return closest;
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return sum;
}
