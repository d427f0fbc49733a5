import { z } from 'zod';
import { notifyKeys } from './notify-schema.ts';
import {
  parameterName,
  parametersSchema,
  parameterValue,
  rulesSchema,
} from './parameter-schema.ts';
import { pluginOrNameSchema, pluginSchema } from './plugin-schema.ts';
import { pruningSchema } from './pruning-schema.ts';
import type { Registries } from './registries.ts';

/** The shape of job files, made from the options of the plug-ins that are registered. */
export type JobSchema = ReturnType<typeof createJobSchema>;

/** A job file's value once it is checked; nothing is filled in but the plug-ins' own defaults. */
export type JobInput = z.output<JobSchema>;

export function createJobSchema(registries: Registries) {
  return z.strictObject({
    $schema: text(1000).optional().describe('Schema by which editors check and complete the file'),
    ...identification,
    engine: z
      .enum(['embedded', 'lean'])
      .optional()
      .describe('What runs the strategy (default: what its executor is made for)'),
    executor: pluginOrNameSchema(registries.executors, 'kind')
      .optional()
      .describe('What carries backtests out: a kind, or { kind, … } with its options'),
    ...backtest,
    parameters: z
      .union([parametersSchema, filePath])
      .optional()
      .describe('What to search: a list of parameters, or the path of a file with such a list'),
    fixed_parameters: z
      .record(parameterName, parameterValue)
      .optional()
      .describe('Parameters given to every backtest and never tuned'),
    rules: rulesSchema.optional(),
    baseline: z
      .union([z.literal(false), z.record(parameterName, parameterValue), filePath])
      .optional()
      .describe(
        "What the best is compared with: `defaults` (the strategy's own; usual where it declares them), values by name, the file that is live, or false",
      ),
    fitness: pluginOrNameSchema(registries.fitnesses, 'name')
      .optional()
      .describe('What to maximise: a name (default calmar), or { name, … } with its options'),
    constraints: z
      .array(constraint)
      .max(100)
      .optional()
      .describe('Bounds on metrics; a set that breaks one is invalid'),
    objectives: z
      .array(objective)
      .min(2)
      .max(6)
      .optional()
      .describe('Searched for at once (by auto, tpe and nsga2); fitness ranks one best'),
    stages: z
      .array(pluginSchema(registries.samplers, 'sampler', stageKeys))
      .min(1)
      .max(100)
      .optional()
      .describe('Samplers, one after the other (default: auto with 50 evaluations a parameter)'),
    pruning: pruningSchema
      .optional()
      .describe(
        'Gives backtests up that stand worse on the way than others did: a pruner, or { pruner, … } with its options. What starts badly and ends well is lost (default: none is given up)',
      ),
    notify: z
      .array(pluginOrNameSchema(registries.channels, 'channel', notifyKeys))
      .max(20)
      .optional()
      .describe('Where word is sent while it runs; secrets come from the environment'),
    ...execution,
  });
}

function text(longest: number) {
  // Control characters would end up in logs, file names and terminals.
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}+$/u, 'text without control characters');
}

const filePath = text(1000);

/** Years outside 1800–2199 are slips; Temporal would write some of them with another width. */
const day = z
  .string()
  .regex(/^(18|19|20|21)\d\d-\d\d-\d\d$/, {
    error: 'a day such as "2020-12-31"',
    abort: true,
  })
  .refine(isDay, 'a day of the calendar such as "2020-12-31"');

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

const identification = {
  name: text(100).optional().describe('Name of the job; the file name where absent'),
  study: text(100)
    .optional()
    .describe('Groups runs; what the study has evaluated already is not backtested again'),
  tags: z.array(text(50)).max(50).optional().describe('Words to find the run by'),
};

const backtest = {
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
    .describe('What alpha and beta are measured against: a ticker, or self (the default)'),
  start: day.describe('First day of the search, such as 2005-01-01'),
  end: day.describe('Last day, included'),
  holdout: z
    .strictObject({ start: day.describe('First day'), end: day.describe('Last day, included') })
    .optional()
    .describe('Days kept out of the search; the best set is evaluated on them once, at the end'),
  cash: z.number().positive('an amount above 0').optional().describe('Cash at the start (100000)'),
  data: filePath
    .optional()
    .describe(
      "A folder in LEAN's data layout or of prepared bars, `sample` for the data that comes along, or `prepared` for what `leantune prepare` wrote",
    ),
};

const constraint = z.strictObject({
  metric: text(100).describe('A metric, such as max_drawdown or "Sharpe Ratio"'),
  operator: z.enum(['<', '<=', '>', '>=', '==', '!=']).describe('How they must compare'),
  value: z.number().describe('The bound'),
});

const objective = z.strictObject({
  metric: text(100).describe('A metric, such as net_pnl or "Sharpe Ratio"'),
  direction: z.enum(['maximize', 'minimize']).describe('Whether more or less of it is better'),
});

const stageKeys = {
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w. -]{0,63}$/, 'a name of at most 64 letters, digits, _, ., - and spaces')
    .optional()
    .describe("Name of the stage, unique in the job (default: the sampler's)"),
  enabled: z.boolean().optional().describe('false skips the stage (default true)'),
  seed: z.int().min(0).optional().describe("A seed of the stage's own, in place of the job's"),
  async: z
    .boolean()
    .optional()
    .describe(
      'true tells and asks the sampler as backtests end, so that no slot waits for the slowest; another run finds other sets then (default false)',
    ),
  pruning: z
    .literal(false)
    .optional()
    .describe('false runs all backtests of the stage to their end, though the job prunes'),
};

const execution = {
  seed: z.int().min(0).optional().describe('The same seed finds the same sets (default 42)'),
  slots: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe('Backtests at the same time (default: WORKER_COUNT, else the processor cores)'),
  symbols_parallel: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe('Symbols searched at the same time, sharing the slots (default: as many as slots)'),
  keep_results: z
    .union([z.enum(['none', 'best', 'all']), z.int().min(1).max(10_000)])
    .optional()
    .describe(
      "Whose whole result JSON is kept: the best's (default), that of so many of the best, every evaluation's, or none",
    ),
  budget: z
    .strictObject({
      evaluations: z.int().min(1).optional().describe('The most evaluations of a symbol'),
      seconds: z.number().positive('a number above 0').optional().describe('Wall time of the run'),
    })
    .optional()
    .describe('Ends the search early'),
  timeout_seconds: z
    .number()
    .positive('a number above 0')
    .max(86_400)
    .optional()
    .describe(
      'A backtest that takes longer has failed (default 60; by harness processes measured: 20 times the slowest so far, at least 60, and 600 for the first on LEAN)',
    ),
  memory_limit_mb: z
    .int()
    .min(64)
    .max(1_048_576)
    .optional()
    .describe(
      'Memory of a slot in MB; a backtest that takes more has failed (default 1024; 2048 on LEAN)',
    ),
  attempts: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('How often a backtest is tried where the machine was at fault (default 3)'),
  skip_compile: z
    .boolean()
    .optional()
    .describe('Takes what was compiled last of a strategy for LEAN, whatever its sources say now'),
  outputs: z
    .strictObject({
      ranking_weights: z
        .record(text(100), z.number())
        .refine((weights) => Object.keys(weights).length > 0, 'at least one metric')
        .optional()
        .describe(
          'Weights of metrics by which outputs rank sets (0.4 total_r, 0.35 sharpe_ratio, 0.25 winrate)',
        ),
      min_trades: z
        .int()
        .min(0)
        .optional()
        .describe('Sets with fewer trades are not ranked (default 10)'),
      excel: z.boolean().optional().describe('Writes an Excel workbook, too (default false)'),
      folder: filePath
        .optional()
        .describe('Folder for the outputs (default: reports in the symbol folder of the run)'),
    })
    .optional()
    .describe('What is written of the results'),
  checkpoint_every: z
    .int()
    .min(1)
    .optional()
    .describe('Evaluations between two checkpoints, of which there is at most one a second (100)'),
  chunk_size: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('The most backtests handed to a slot at a time (default: as many as suit it)'),
  verify: z
    .boolean()
    .optional()
    .describe(
      'false: neither a fresh process nor LEAN backtests the best again at the end (default true)',
    ),
  resume: z
    .union([z.boolean(), z.literal('unfinished')])
    .optional()
    .describe(
      'false starts a new run even where one of this job exists, unfinished where that one is complete (default true)',
    ),
};
