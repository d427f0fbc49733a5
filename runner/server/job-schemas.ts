import { z } from '@hono/zod-openapi';

// What the API document says of jobs; clients written in TypeScript use the types of the views.

const nullable = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

const problem = z.object({
  path: z.string(),
  wanted: z.string(),
  found: z.string(),
  line: z.int().optional(),
});

export const jobCheck = z
  .object({
    kind: z.enum(['job', 'other', 'faulty']),
    message: nullable(z.string()),
    problems: z.array(problem),
    plan: nullable(
      z.looseObject({
        name: z.string(),
        grid_size: nullable(z.string()),
        evaluations: nullable(z.number()),
        total: nullable(z.number()),
      }),
    ),
  })
  .openapi('JobCheck');

export const jobInfo = z.looseObject({
  name: z.string(),
  grid_size: nullable(z.string()),
  expected_seconds: nullable(z.number()),
});

export const jobText = z.strictObject({
  file: z.string().openapi({ example: 'spy.json' }),
  text: z.string(),
});

export const drop = jobText.extend({
  overwrite: z
    .boolean()
    .default(true)
    .openapi({ description: 'false: refused with 409 where such a file is there already' }),
});

export const fileParams = z.object({
  file: z.string().openapi({ param: { name: 'file', in: 'path' }, example: 'spy.json' }),
});

export const rerun = z.strictObject({
  seed: z.int().min(0).optional().openapi({ description: "Another than the run's" }),
});

export const budget = z
  .strictObject({
    evaluations: z.int().min(1).optional(),
    seconds: z.number().positive().optional(),
  })
  .openapi({ description: 'In all, with what is done already' });

export const deletedRun = z.object({
  run: z.string(),
  name: z.string(),
  deleted_at: z.string(),
});
