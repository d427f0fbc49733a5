import { z } from 'zod';
import { limited } from './limited.ts';
import { limitOptions } from './limits.ts';

const options = z.strictObject(limitOptions).describe('Net profit in percent of the cash');

/** The metric `net_pnl` as it is. */
export const netProfit = {
  options,
  ...limited<z.output<typeof options>>(
    () =>
      ({ net_pnl }) =>
        net_pnl ?? Number.NEGATIVE_INFINITY,
  ),
};
