import { z } from 'zod';

const text = z.string().min(1).max(1000);

/** Options of every executor that keeps harnesses warm. */
export const harnessOptions = {
  command: z
    .array(text)
    .min(1)
    .optional()
    .describe('Program and arguments that speak the harness protocol, in place of our own'),
  config: text
    .optional()
    .describe('A LEAN config file to start from, beside the job (default: LEAN’s own settings)'),
  class_name: z
    .string()
    .regex(/^[\w.]+$/, 'the name of a class')
    .optional()
    .describe('Class of the strategy, where its sources have several'),
  skip_compile: z
    .boolean()
    .default(false)
    .describe('Takes what was compiled last of this strategy, also where its sources have changed'),
  parameter_names: z
    .strictObject({
      ticker: text.optional().describe('Default: ticker'),
      start: text.optional().describe('Default: startDate'),
      end: text.optional().describe('Default: endDate'),
      cash: text.optional().describe('Default: InitialCash'),
    })
    .default({})
    .describe('How strategies for LEAN call the symbol, the dates and the cash of the job'),
  recycle_after: z
    .int()
    .min(1)
    .default(5_000)
    .describe('Backtests after which a harness process is replaced by a fresh one'),
  canary_every: z
    .int()
    .min(0)
    .default(50)
    .describe(
      'Repeats the first backtest this often, to see whether state is left behind; 0: never',
    ),
};
