import { z } from 'zod';
import { InputError } from '../domain/errors.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { HistoryBatch, SamplerFactory } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { plainOrder, shuffledOrder } from './grid-order.ts';

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
  create({ space, options: { shuffle }, randomAt, history, after, sharing }) {
    const size = gridSizeOf(space);
    const order = shuffle
      ? shuffledOrder({ space, size, random: randomAt(0), sharing })
      : plainOrder(space);
    // Where the last asked set stands, and one further: nothing before has to be made again.
    const last = after === undefined ? lastOf(history) : after;
    const first = last === null ? 0n : order.placeOf(last) + 1n;
    // Plain numbers, wherever they are exact, count without making garbage.
    let place: bigint | number = size > Number.MAX_SAFE_INTEGER ? first : Number(first);
    return {
      ask(count) {
        const sets: ParameterSet[] = [];
        for (; sets.length < count && place < size; place++) {
          const set = space.at(order.pointAt(place));
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
  exhaustive: true,
};

/** Exhaustive search, lazily: neither the grid nor its shuffle is ever held. */
export const grid = { options, ...factory };

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

function lastOf(history: readonly HistoryBatch[]): ParameterSet | null {
  return history.findLast((batch) => batch.length > 0)?.at(-1)?.params ?? null;
}
