import { z } from 'zod';

/** Options in the shapes that plug-ins have, so that these tests stand on their own. */
export const registries = {
  samplers: {
    random: {
      options: z.strictObject({ samples: z.int().min(1).default(100) }),
      budgetOptions: ['samples'],
    },
    lhs: {
      options: z.strictObject({ samples: z.int().min(1).default(100) }),
      budgetOptions: [],
    },
    genetic: {
      options: z.strictObject({
        population: z.int().min(2).default(125),
        generations: z.int().min(1).default(73),
        mutation: z.number().min(0).max(1).default(0.05),
      }),
      budgetOptions: ['generations'],
    },
  },
  fitnesses: {
    calmar: { options: z.strictObject({ min_trades: z.int().min(1).default(30) }) },
    sharpe: { options: z.strictObject({ min_trades: z.int().min(1).default(30) }) },
    composite: {
      options: z.strictObject({ weights: z.record(z.string(), z.number()) }),
    },
  },
  executors: {
    embedded: { options: z.strictObject({ recycle_after: z.int().min(1).optional() }) },
  },
};
