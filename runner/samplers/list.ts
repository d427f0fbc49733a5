import { z } from 'zod';
import type { SamplerFactory } from '../domain/sampler.ts';

const value = z.union([z.number(), z.string().max(1000), z.boolean()]);
const sets = z.array(z.record(z.string().min(1).max(100), value)).max(100_000);

const options = z
  .strictObject({
    sets: sets.default([]).describe('Parameter sets, evaluated in this order'),
    by_symbol: z
      .record(z.string().min(1).max(100), sets)
      .optional()
      .describe('Sets of some symbols in place of those: { "SPY": [{ "fast": 10 }] }'),
  })
  .describe('The parameter sets that are listed, in their order');

type Options = z.output<typeof options>;

/** Asked ahead, since nothing is learned; small, so that the lists of a user fill all slots evenly. */
const BATCH = 100;

const factory: SamplerFactory<Options> = {
  create({ options: { sets, by_symbol }, symbol, history }) {
    const lists = Object.entries(by_symbol ?? {});
    const own = lists.find(([name]) => name.toUpperCase() === symbol.toUpperCase());
    const list = own?.[1] ?? sets;
    let asked = history.reduce((sum, batch) => sum + batch.length, 0);
    return {
      ask(count) {
        const next = list.slice(asked, asked + Math.max(0, count));
        asked += next.length;
        return next;
      },
      tell() {},
    };
  },
  batch: () => BATCH,
  // Of the longest list: a stage's size is the same for all symbols.
  size: ({ sets, by_symbol = {} }) =>
    Math.max(sets.length, ...Object.values(by_symbol).map(({ length }) => length)),
  learns: false,
  budgetOptions: [],
  grows: true,
};

/** No search at all: backtests of given sets. */
export const list = { options, ...factory };
