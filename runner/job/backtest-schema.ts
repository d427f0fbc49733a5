import { z } from 'zod';
import { filePath } from './schema-text.ts';

/** Years outside 1800–2199 are slips; Temporal would write some of them with another width. */
const day = z
  .string()
  .regex(/^(18|19|20|21)\d\d-\d\d-\d\d$/, {
    error: 'a day such as "2020-12-31"',
    abort: true,
  })
  .refine(isDay, 'a day of the calendar such as "2020-12-31"');

/** The last day that there is data of. */
const endDay = z
  .string()
  .regex(/^(latest|(18|19|20|21)\d\d-\d\d-\d\d)$/, {
    error: 'a day such as "2020-12-31", or "latest"',
    abort: true,
  })
  .refine(
    (value) => value === 'latest' || isDay(value),
    'a day of the calendar such as "2020-12-31", or "latest"',
  );

function isDay(value: string): boolean {
  try {
    return Temporal.PlainDate.from(value).toString() === value;
  } catch {
    return false;
  }
}

const ticker = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/,
    'a ticker of at most 32 letters, digits, dots and dashes',
  );

/** What a job's backtests are of: strategy, symbols, data, days and cash. */
export const backtestKeys = {
  strategy: z
    .union([
      filePath,
      z
        .strictObject({
          embedded: filePath.optional().describe('For the embedded engine'),
          lean: filePath.optional().describe('For LEAN: a folder, a .cs, .csproj, .py or .dll'),
        })
        .refine((both) => Object.keys(both).length > 0, 'a strategy for one of the engines'),
    ])
    .describe('A strategy that is built in, such as sma-cross, or a file of yours'),
  symbol: ticker.optional().describe('The ticker to trade'),
  symbols: z
    .array(ticker)
    .min(1)
    .max(1000)
    .optional()
    .describe('Several tickers, in place of symbol'),
  mode: z
    .enum(['each', 'shared'])
    .optional()
    .describe('each: every symbol is searched on its own (default); shared: one set for all'),
  shared_fitness: z
    .enum(['median', 'mean', 'worst'])
    .optional()
    .describe("How a shared set's fitness follows from that on each symbol (default median)"),
  security_type: z
    .enum(['equity', 'forex', 'cfd', 'crypto'])
    .optional()
    .describe('Kind of the symbols (default equity)'),
  market: z
    .string()
    .regex(/^[a-z0-9]{1,32}$/, "LEAN's name of a market, such as usa")
    .optional()
    .describe("LEAN's name of the market (default usa for equity, oanda for forex and cfd)"),
  resolution: z
    .enum(['daily', 'hour', 'minute'])
    .optional()
    .describe('Length of a bar (default daily)'),
  normalization: z
    .enum(['Adjusted', 'Raw', 'SplitAdjusted', 'TotalReturn'])
    .optional()
    .describe('How splits and dividends change past prices (default Adjusted)'),
  benchmark: ticker
    .optional()
    .describe(
      'What alpha and beta are measured against where the strategy sets no benchmark: a ticker, self (the default), or brokerage for what LEAN takes with its brokerage model',
    ),
  start: day.describe('First day of the search, such as 2005-01-01'),
  end: endDay.describe('Last day, included; latest: the last one that all symbols have data of'),
  holdout: z
    .strictObject({
      start: day.describe('First day'),
      end: endDay.describe('Last day, included, or latest'),
    })
    .optional()
    .describe('Days kept out of the search; the best set is evaluated on them once, at the end'),
  cash: z.number().positive('an amount above 0').optional().describe('Cash at the start (100000)'),
  data: filePath
    .optional()
    .describe(
      "A folder in LEAN's data layout or of prepared bars, `sample` for the data that comes along, or `prepared` for what `leantune prepare` wrote",
    ),
};
