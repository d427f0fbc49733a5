import { z } from 'zod';
import { InputError } from '../domain/errors.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { HistoryBatch, SamplerFactory } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { createPermutation, type Permutation } from './permutation.ts';

const options = z
  .strictObject({
    shuffle: z
      .boolean()
      .default(true)
      .describe(
        'Visits the grid in an order made from the seed, so that any part of it is a fair sample; false: parameter by parameter, the last fastest',
      ),
  })
  .describe('Every set of the space, once');

type Options = z.output<typeof options>;

/** Backtests of whole grids take microseconds; asks of this size cost them nothing. */
const BATCH = 1_000;

const factory: SamplerFactory<Options> = {
  create({ space, options: { shuffle }, randomAt, history }) {
    const size = gridSizeOf(space);
    const order = shuffle ? createPermutation(size, randomAt(0)) : IN_ORDER;
    let place = placeAfter(history, space, order);
    return {
      ask(count) {
        const sets: ParameterSet[] = [];
        for (; sets.length < count && place < size; place++) {
          const set = space.at(order.at(place));
          if (set !== null) sets.push(set);
        }
        return sets;
      },
      tell() {},
    };
  },
  batch: () => BATCH,
  size: (_, space) => Number(space.size ?? gridSizeOf(space)),
  learns: false,
  budgetOptions: [],
  grows: true,
};

/** Exhaustive search, lazily: neither the grid nor its shuffle is ever held. */
export const grid = { options, ...factory };

const IN_ORDER: Permutation = { at: (place) => place, placeOf: (number) => number };

function gridSizeOf(space: Space): bigint {
  if (space.gridSize !== null) return space.gridSize;
  const problems = space.parameters.flatMap(({ levels, definition }, index) =>
    levels === null
      ? [
          {
            path: `parameters[${index}].step`,
            wanted: 'a step, since a grid stage needs one',
            found: `none for "${definition.name}"`,
          },
        ]
      : [],
  );
  throw new InputError('Cannot search the whole grid', problems);
}

/** Where the last asked set stands, and one further: nothing before has to be made again. */
function placeAfter(history: readonly HistoryBatch[], space: Space, order: Permutation): bigint {
  const last = history.findLast((batch) => batch.length > 0)?.at(-1);
  return last === undefined ? 0n : order.placeOf(indexOf(last.params, space)) + 1n;
}

/** The inverse of `space.at`. */
function indexOf(set: ParameterSet, { parameters }: Space): bigint {
  let index = 0n;
  for (const { name, levels, levelOf } of parameters) {
    const value = Object.hasOwn(set, name) ? set[name] : undefined;
    index = index * BigInt(levels ?? 1) + BigInt(value === undefined ? 0 : levelOf(value));
  }
  return index;
}
