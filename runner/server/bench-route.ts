import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { BENCH_FILE, type BenchRecord, readBenchRecord } from '../bench/bench-record.ts';
import { summarise } from '../bench/summary.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { SamplersBenchView } from './views.ts';

const summary = z.looseObject({
  at: z.string(),
  seeds: z.int(),
  lengths: z.array(z.int()),
  samplers: z.array(z.string()),
  problems: z.array(z.looseObject({ name: z.string(), optimum: z.number() })),
  cells: z.array(
    z.looseObject({
      sampler: z.string(),
      problem: z.string(),
      evaluations: z.int(),
      median: schemas.measured,
      rank: z.int(),
    }),
  ),
});

const route = createRoute({
  method: 'get',
  path: '/api/samplers-bench',
  summary: 'How the samplers did on test functions and backtests, as bench-samplers found it',
  request: {
    query: z.object({
      settings: z.enum(['default', 'alike']).optional(),
      batch: z.coerce.number().int().min(1).optional(),
    }),
  },
  responses: schemas.answers(
    'The figures; null where none were made',
    z.object({ bench: z.union([summary, z.null()]) }).openapi('SamplersBench'),
  ),
});

export function addBenchRoute(app: OpenAPIHono, { store }: RouteServices): void {
  const read = createBenchReader(join(store.root, BENCH_FILE));
  app.openapi(route, async (context) => {
    const { settings, batch } = context.req.valid('query');
    const record = await read();
    const wanted = { ...(settings && { settings }), ...(batch && { batch }) };
    const bench = record === null ? null : summarise(record, wanted);
    return answer({ bench } satisfies SamplersBenchView);
  });
}

/** The record, read again only when its file has changed. */
function createBenchReader(file: string): () => Promise<BenchRecord | null> {
  let kept: { readonly version: string; readonly record: Promise<BenchRecord | null> } | null =
    null;
  return async () => {
    const found = await stat(file).catch(() => null);
    if (found === null) return null;
    const version = `${found.size} ${found.mtimeMs}`;
    if (kept?.version !== version) kept = { version, record: readBenchRecord(file) };
    return kept.record;
  };
}
