import { z } from 'zod';
import { limited } from './limited.ts';
import { limitOptions } from './limits.ts';

const options = z
  .strictObject({
    ...limitOptions,
    cap: z
      .number()
      .positive()
      .default(100)
      .describe(
        'A larger profit factor counts as this much; without a losing trade it is infinite',
      ),
  })
  .describe('Gross profit over gross loss');

/**
 * The metric `profit_factor`, capped: a set without a losing trade has an infinite one, and neither
 * a mean nor a model of the search can be made of infinities. Sets at the cap are equals.
 */
export const profitFactor = {
  options,
  ...limited<z.output<typeof options>>(({ cap }) => ({ profit_factor }) => {
    return profit_factor === undefined ? Number.NEGATIVE_INFINITY : Math.min(profit_factor, cap);
  }),
};
