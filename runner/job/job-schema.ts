import { z } from 'zod';
import { backtestKeys } from './backtest-schema.ts';
import { executionKeys } from './execution-schema.ts';
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
import { filePath, text } from './schema-text.ts';

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
    ...backtestKeys,
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
    ...executionKeys,
  });
}

const identification = {
  name: text(100).optional().describe('Name of the job; the file name where absent'),
  study: text(100)
    .optional()
    .describe('Groups runs; what the study has evaluated already is not backtested again'),
  tags: z.array(text(50)).max(50).optional().describe('Words to find the run by'),
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
