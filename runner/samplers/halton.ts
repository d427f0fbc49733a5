import { z } from 'zod';
import { type Random, shuffle } from '../domain/random.ts';
import type { SamplerContext, SamplerFactory } from '../domain/sampler.ts';
import { createEvenSampler, type PointAt } from './even-points.ts';
import { samplesOption, sizeOf } from './stage-length.ts';

const options = z
  .strictObject({ samples: samplesOption })
  .describe('Halton points: fill the space more evenly than random ones, in any number');

type Options = z.output<typeof options>;

const BATCH = 100;

const factory: SamplerFactory<Options> = {
  create: (context) => createEvenSampler(context, createHalton(context)),
  batch: () => BATCH,
  size: sizeOf,
  learns: false,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * The Halton sequence (Halton 1960), one prime base for each parameter, with the digits of every
 * place permuted by the seed (Owen 2017, "A randomized Halton algorithm in R"), which also takes the
 * stripes out of large bases.
 */
export const halton = { options, ...factory };

function createHalton({ space, randomAt }: SamplerContext<Options>): PointAt {
  const random = randomAt(0);
  const axes = primes(space.parameters.length).map((base) => createAxis(base, random));
  return (n) => axes.map((coordinateAt) => coordinateAt(n));
}

/** Digits up to the precision of 32 bits, so that sequences of billions stay apart. */
function createAxis(base: number, random: Random) {
  const places = Math.ceil((32 * Math.LN2) / Math.log(base));
  const orders = Array.from({ length: places }, () =>
    shuffle([...new Uint16Array(base).keys()], random),
  );
  return (n: number): number => {
    let rest = n;
    let weight = 1;
    let x = 0;
    // Leading zeros are permuted too.
    for (const order of orders) {
      weight /= base;
      x += (order[rest % base] as number) * weight;
      rest = Math.floor(rest / base);
    }
    return x;
  };
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    if (found.every((prime) => n % prime !== 0)) found.push(n);
  }
  return found;
}
