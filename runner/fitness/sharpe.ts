import { z } from 'zod';
import { limited } from './limited.ts';
import { limitOptions } from './limits.ts';

const options = z.strictObject(limitOptions).describe("LEAN's annual Sharpe ratio");

/** The metric `sharpe_ratio` as it is. */
export const sharpe = {
  options,
  ...limited<z.output<typeof options>>(
    () =>
      ({ sharpe_ratio }) =>
        sharpe_ratio ?? Number.NEGATIVE_INFINITY,
  ),
};
