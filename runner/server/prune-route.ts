import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { PROTECTIONS, type RetentionPlan } from '../domain/retention.ts';
import { runsInUse } from '../promote/runs-in-use.ts';
import { droppedRuns } from '../run/dropped-runs.ts';
import { createRunPruner } from '../run/run-pruner.ts';
import { addressOf } from './host-guard.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const limit = z.coerce.number().min(0).optional();

const query = z.strictObject({
  keep: z.coerce.number().int().min(0).optional(),
  older_than_days: limit,
  max_bytes: limit,
  include: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((word) => word !== ''))
    .pipe(z.array(z.enum(PROTECTIONS)))
    .openapi({ type: 'string', description: `Of ${PROTECTIONS.join(', ')}, by commas` }),
});

const count = z.int().min(0);
const runs = z.array(
  z.looseObject({ id: z.string(), name: z.string(), bytes: count, why: z.string() }),
);
const planSchema = z
  .object({
    removed: runs,
    kept: runs,
    removed_bytes: count,
    kept_bytes: count,
    broken: z.array(z.string()),
  })
  .openapi('RetentionPlan');

const plan = createRoute({
  method: 'get',
  path: '/api/prune',
  summary: 'Which runs would go, and why the others stay',
  request: { query },
  responses: schemas.answers('The plan', planSchema),
});

const prune = createRoute({
  method: 'post',
  path: '/api/prune',
  summary: 'Removes runs for good, as the plan of the same query says; none that is under way',
  request: { query },
  responses: schemas.answers('What went and what stayed', planSchema),
});

/** Retention of runs. */
export function addPruneRoute(app: OpenAPIHono, services: RouteServices): void {
  const { store, catalog, finder, stagingFolder, configFolder } = services;
  const pruner = createRunPruner({
    store,
    catalog,
    list: finder.list,
    isLive: finder.isLive,
    uses: async (all) => [
      ...(await runsInUse(store.root, stagingFolder)),
      ...(await droppedRuns(store, configFolder, all)),
    ],
  });

  app.openapi(plan, async (context) => {
    const found = await pruner.plan(context.req.valid('query'));
    return answer(found satisfies RetentionPlan);
  });

  app.openapi(prune, async (context) => {
    const by = { via: 'http', address: addressOf(context) } as const;
    const done = await pruner.prune(context.req.valid('query'), by);
    return answer(done satisfies RetentionPlan);
  });
}
