import { z } from 'zod';

const NAME = /^[A-Za-z_][\w.-]*$/;

/** A parameter's name: what the strategy asks for. Names that every object has would be found unset. */
export const parameterName = z
  .string()
  .max(100)
  .regex(NAME, { error: 'a name of letters, digits, _, . and -', abort: true })
  .refine((name) => !(name in {}), 'a name that JavaScript does not use itself');

export const parameterValue = z.union([z.number(), z.string().max(1000), z.boolean()]);

const described = {
  name: parameterName.describe('Name that the strategy reads'),
  description: z.string().max(1000).optional().describe('What the parameter does; shown beside it'),
  when: z
    .string()
    .max(1000)
    .optional()
    .describe('The parameter exists only where this holds, such as `stop == "trailing"`'),
  category: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Group that exports file it under, such as momentum'),
  role: z
    .enum(['factor', 'hyperparameter'])
    .optional()
    .describe('What exports take it for (default: a factor where it has a category)'),
  direction: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Which way a factor points, such as long (default: the sign of its weight)'),
};

const range = {
  ...described,
  min: z.number().optional().describe('Smallest value'),
  max: z.number().optional().describe('Largest value'),
  step: z
    .number()
    .positive('a number above 0')
    .optional()
    .describe('Distance of neighbouring values, counted from min; an int has 1 where it is absent'),
  log: z.boolean().optional().describe('Spread draws evenly over magnitudes'),
  values: z
    .array(z.number())
    .min(1)
    .max(100_000)
    .optional()
    .describe('The values themselves, ascending, in place of min and max'),
};

/** Editors check what the schema's types cannot say: either a range or a list of values. */
const rangeOrValues = {
  oneOf: [{ required: ['min', 'max'] }, { required: ['values'] }],
};

type Range = { min?: number | undefined; max?: number | undefined; values?: unknown };

function isRangeOrValues({ min, max, values }: Range): boolean {
  return values === undefined
    ? min !== undefined && max !== undefined
    : min === undefined && max === undefined;
}

const EITHER = '"min" and "max", or "values"';

const parameter = z.discriminatedUnion('type', [
  z
    .strictObject({ type: z.literal('int').describe('Whole numbers'), ...range })
    .refine(isRangeOrValues, EITHER)
    .meta(rangeOrValues),
  z
    .strictObject({ type: z.literal('float').describe('Numbers'), ...range })
    .refine(isRangeOrValues, EITHER)
    .meta(rangeOrValues),
  z.strictObject({
    type: z.literal('categorical').describe('One of some values without order'),
    ...described,
    values: z.array(parameterValue).min(1).max(10_000).describe('The values'),
  }),
  z.strictObject({ type: z.literal('boolean').describe('true or false'), ...described }),
]);

export const parametersSchema = z.array(parameter).min(1).max(1000);

export const rulesSchema = z
  .array(z.string().min(1).max(1000))
  .max(1000)
  .describe('Conditions that every parameter set must meet, such as `fast < slow`');

/** A file that a job names under `parameters`. */
export const spaceSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  parameters: parametersSchema,
  rules: rulesSchema.optional(),
});
