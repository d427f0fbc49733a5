import { type RouteConfig, z } from '@hono/zod-openapi';

// What the API document says of the views in views.ts; clients written in TypeScript use those.

const nullable = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);
/** Infinities travel as strings. */
export const measured = z.union([z.number(), z.enum(['Infinity', '-Infinity'])]);
const state = z.enum([
  'queued',
  'compiling',
  'running',
  'paused',
  'stopping',
  'stopped',
  'complete',
  'failed',
]);

const evaluation = z
  .looseObject({
    id: z.int(),
    stage: z.string(),
    sampler: z.string(),
    params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    status: z.enum(['complete', 'invalid', 'failed', 'pruned']),
    fitness: measured,
    metrics: z.record(z.string(), measured),
    at: z.string(),
  })
  .openapi('Evaluation');

const runRecord = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    state,
    reason: nullable(z.string()),
    strategy: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
    ended_at: nullable(z.string()),
    seconds: z.number(),
    symbols: z.array(
      z.looseObject({
        symbol: z.string(),
        folder: z.string(),
        counts: z.record(z.string(), z.int()),
        spared: z
          .object({ backtests: z.number(), seconds: z.number() })
          .optional()
          .describe('What pruned backtests did not run, in whole backtests and seconds of slots'),
        best: nullable(evaluation),
        curve: z.array(z.array(measured)),
      }),
    ),
  })
  .openapi('RunRecord');

export const annotations = z
  .strictObject({
    tags: z.array(z.string().min(1).max(60)).max(50),
    note: z.string().max(20_000),
    archived: z.boolean(),
  })
  .openapi('Annotations');

export const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  started_at: z.string(),
});

export const runs = z.object({
  runs: z.array(runRecord),
  broken: z.array(z.object({ id: z.string(), reason: z.string() })),
  annotations: z.record(z.string(), annotations),
});

const runSummary = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    study: nullable(z.string()),
    tags: z.array(z.string()),
    strategy: z.string(),
    symbols: z.array(z.string()),
    state,
    best: nullable(measured),
    evaluations: z.int(),
    created_at: z.string(),
  })
  .openapi('RunSummary');

export const runSummaries = z.object({
  runs: z.array(runSummary),
  broken: z.array(z.object({ id: z.string(), reason: z.string() })),
  annotations: z.record(
    z.string(),
    z.object({ tags: z.array(z.string()), archived: z.boolean(), noted: z.boolean() }),
  ),
  titles: z.record(z.string(), z.string()),
});

export const run = z.object({
  record: runRecord,
  job: z.looseObject({ name: z.string() }),
  file: z.string().optional(),
});

export const points = z.object({
  total: z.int(),
  stages: z.array(z.string()),
  points: z.array(z.array(nullable(z.number()))).openapi({
    description: '[id, fitness or null, stage position, 0 complete 1 invalid 2 failed 3 pruned]',
  }),
  best: z.array(z.array(measured)).openapi({ description: 'Improvements: [id, fitness]' }),
});

export const top = z.object({ rows: z.array(evaluation) });

export const front = z.object({
  objectives: z.array(
    z.object({ metric: z.string(), direction: z.enum(['maximize', 'minimize']) }),
  ),
  total: z.int(),
  rows: z.array(evaluation),
});

const curve = z.array(z.array(z.number()));
const curves = z.object({
  evaluation: nullable(evaluation),
  equity: curve,
  drawdown: curve,
  currency: z.string(),
  benchmark: curve.optional(),
  statistics: z.record(z.string(), z.string()),
});
export const best = curves.extend({ holdout: nullable(curves) });

export const log = z.object({
  lines: z.array(
    z.object({ at: z.string(), level: z.enum(['info', 'warn', 'error']), message: z.string() }),
  ),
});

export const job = z
  .object({
    file: z.string(),
    state: z.enum(['queued', 'running', 'complete', 'stopped', 'failed', 'rejected', 'not-a-job']),
    run: nullable(z.string()),
    message: nullable(z.string()),
    place: z.int().optional().describe('In the queue, from 1'),
    again: z
      .object({
        cron: z.string(),
        time_zone: z.string(),
        next: nullable(z.iso.datetime()),
        last: z.iso.datetime(),
      })
      .optional()
      .describe('When it runs again; only where it says so'),
    problems: z
      .array(
        z.object({
          path: z.string(),
          wanted: z.string(),
          found: z.string(),
          line: z.int().optional(),
        }),
      )
      .optional(),
  })
  .openapi('Job');

export const jobs = z.object({ jobs: z.array(job) });
export const action = z.object({ run: z.string(), message: z.string() });

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
  })
  .openapi('Problem');

const problemContent = { 'application/problem+json': { schema: problemSchema } };

/** The good answer of a route and the error that all have. */
export function answers(
  description: string,
  schema: z.ZodType,
  status = 200,
): RouteConfig['responses'] {
  return {
    [status]: { description, content: { 'application/json': { schema } } },
    default: { description: 'What went wrong', content: problemContent },
  };
}

export const eventAnswers: RouteConfig['responses'] = {
  200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } },
  default: { description: 'What went wrong', content: problemContent },
};

export const runParams = {
  run: z.string().openapi({ param: { name: 'run', in: 'path' }, example: '20261121_101530' }),
};

export const symbolParams = {
  ...runParams,
  symbol: z.string().openapi({ param: { name: 'symbol', in: 'path' }, example: 'SPY' }),
};

/** A whole number in a query. */
export function count(most: number, usual: number) {
  return z.coerce.number().int().min(1).max(most).default(usual);
}
