import { z } from 'zod';
import type { PruningSettings } from '../domain/job.ts';
import type { StandingMeasure } from '../domain/milestones.ts';

const PRUNERS = {
  median: 'Gives up what stands below the median of complete ones on the same day',
  percentile: 'Gives up what stands below a percentile of complete ones on the same day',
  successive_halving: 'Lets one in so many of those that came as far go on, at ever later days',
} as const satisfies Record<PruningSettings['pruner'], string>;

const MEASURES = ['return', 'return_over_drawdown'] as const satisfies readonly StandingMeasure[];

const share = z.number().min(0.01).lt(1, 'a share below 1');

const common = {
  measure: z
    .enum(MEASURES)
    .default('return')
    .describe('What is compared: the return so far, or that over the largest drawdown so far'),
  startup: z
    .int()
    .min(2)
    .max(1_000)
    .default(20)
    .describe('Evaluations to compare with before any backtest is given up'),
  batch: z
    .int()
    .min(1)
    .max(1_000)
    .default(50)
    .describe('Sets that samplers which do not learn ask for at once; thresholds move in between'),
};

const interval = share
  .default(0.1)
  .describe('Share of the days between two looks (0.1: nine looks at most)');

/** From when on a pruner looks: a set has to be given time to show what it can do. */
const warmUp = (first: number) =>
  share.default(first).describe('Share of the days before the first look');

const choices = z.discriminatedUnion('pruner', [
  z
    .strictObject({
      pruner: z.literal('median').describe(PRUNERS.median),
      warm_up: warmUp(0.3),
      interval,
      ...common,
    })
    .describe(PRUNERS.median),
  z
    .strictObject({
      pruner: z.literal('percentile').describe(PRUNERS.percentile),
      percentile: z
        .number()
        .gt(0, 'a percentile above 0')
        .lt(100, 'a percentile below 100')
        .default(25)
        .describe('Those below it are given up: 25 is the worst quarter'),
      warm_up: warmUp(0.3),
      interval,
      ...common,
    })
    .describe(PRUNERS.percentile),
  z
    .strictObject({
      pruner: z.literal('successive_halving').describe(PRUNERS.successive_halving),
      reduction: z
        .number()
        .min(1.1)
        .max(100)
        .default(3)
        .describe('One in so many goes on, and looks are so many times as far apart each time'),
      warm_up: warmUp(0.2),
      ...common,
    })
    .describe(PRUNERS.successive_halving),
]);

const names = Object.keys(PRUNERS) as [keyof typeof PRUNERS, ...(keyof typeof PRUNERS)[]];

/** A pruner by name, or with its options. */
export const pruningSchema = z.union([z.enum(names), choices]);

/** What `percentile` means where it is not an option. */
const HALF = 50;
const NONE = { interval: 1, percentile: HALF, reduction: 2 };

/** A checked pruner, its defaults in place. */
export function resolvePruning(input: z.output<typeof pruningSchema>): PruningSettings {
  const chosen = typeof input === 'string' ? choices.parse({ pruner: input }) : input;
  const { warm_up: from, ...rest } = chosen;
  return { ...NONE, ...rest, warmUp: from };
}
