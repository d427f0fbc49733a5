import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { InputError, messageOf } from '../domain/errors.ts';
import { currentChecks } from '../promote/current-checks.ts';
import { differenceTo } from '../promote/difference.ts';
import { liveStatus } from '../promote/live-status.ts';
import { openPromotionRecord, type PromotionRecord } from '../promote/promotion-record.ts';
import { promotionsFolder } from '../promote/promotions-folder.ts';
import { rollBack } from '../promote/roll-back.ts';
import { openStaging } from '../promote/staging.ts';
import { addressOf } from './host-guard.ts';
import { answer } from './json.ts';
import type { LiveView, ReviewView } from './live-views.ts';
import { refusal } from './problem.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const live = createRoute({
  method: 'get',
  path: '/api/live',
  summary: 'The files that were promoted to, as they are now',
  responses: schemas.answers(
    'The files',
    z.object({ files: z.array(z.looseObject({ file: z.string() })) }),
  ),
});

const review = createRoute({
  method: 'get',
  path: '/api/candidates/{candidate}',
  summary: 'A candidate, what its checks say now, and what promoting it would change',
  request: {
    params: z.object({
      candidate: z.string().openapi({ param: { name: 'candidate', in: 'path' } }),
    }),
    query: z.object({
      to: z.string().optional().openapi({ description: 'A file that was promoted to before' }),
    }),
  },
  responses: schemas.answers(
    'All of it',
    z.object({ candidate: z.looseObject({ id: z.string() }), checks: z.array(z.looseObject({})) }),
  ),
});

const undo = createRoute({
  method: 'post',
  path: '/api/promotions/rollback',
  summary: 'Puts back what a live file held before its last promotion',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            file: z.string(),
            why: z.string().max(2_000).optional(),
            force: z.boolean().optional(),
          }),
        },
      },
    },
  },
  responses: schemas.answers(
    'What became of it',
    z.object({ promotion: z.looseObject({ n: z.int() }) }),
    201,
  ),
});

/** What is live, and the way back. */
export function addLiveRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { store } = services;
  const staging = openStaging(services.stagingFolder);
  const record = openPromotionRecord(promotionsFolder(store.root));

  app.openapi(live, async () => {
    const files = await Promise.all(
      [...(await filesOf(record))].map((file) =>
        liveStatus(record, file).catch((error: unknown) => ({ file, problem: messageOf(error) })),
      ),
    );
    return answer({ files } satisfies LiveView);
  });

  app.openapi(review, async (context) => {
    const { to } = context.req.valid('query');
    // Who may read through this server may not read whatever file it can.
    if (to !== undefined && !(await filesOf(record)).has(to)) {
      throw refusal(404, `Nothing was promoted to "${to}" yet`);
    }
    const candidate = await staging
      .read(context.req.valid('param').candidate)
      .catch((error: unknown) => {
        throw error instanceof InputError ? refusal(404, error.message) : error;
      });
    const [checks, difference] = await Promise.all([
      currentChecks(store, candidate),
      differenceTo(record, candidate, { file: to }),
    ]);
    return answer({ candidate, checks, difference } satisfies ReviewView);
  });

  app.openapi(undo, async (context) => {
    const { file, why = null, force = false } = context.req.valid('json');
    if (!(await filesOf(record)).has(file)) {
      throw refusal(404, `Nothing was promoted to "${file}" yet`);
    }
    const by = { via: 'http', address: addressOf(context) } as const;
    const promotion = await rollBack(record, { file, by, why, force });
    return answer({ promotion }, 201);
  });
}

async function filesOf(record: PromotionRecord): Promise<ReadonlySet<string>> {
  return new Set((await record.list()).map(({ file }) => file));
}
