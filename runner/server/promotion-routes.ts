import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { currentChecks } from '../promote/current-checks.ts';
import { promote } from '../promote/promote.ts';
import { openPromotionRecord } from '../promote/promotion-record.ts';
import { promotionsFolder } from '../promote/promotions-folder.ts';
import { stageCandidate } from '../promote/stage-candidate.ts';
import { stagedSet } from '../promote/staged-set.ts';
import { openStaging } from '../promote/staging.ts';
import { addressOf } from './host-guard.ts';
import { answer } from './json.ts';
import { refusal } from './problem.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { CandidateView, PromotedView, PromotionsView } from './views.ts';

const check = z.object({
  name: z.string(),
  state: z.enum(['pass', 'warn', 'fail']),
  found: z.string(),
});
const candidateSchema = z
  .looseObject({ id: z.string(), run: z.string(), evaluation: z.int(), checks: z.array(check) })
  .openapi('Candidate');
const promotionSchema = z
  .looseObject({
    n: z.int(),
    action: z.enum(['promote', 'rollback']),
    at: z.string(),
    file: z.string(),
    hash: z.string(),
    ended: z.boolean(),
  })
  .openapi('Promotion');

const list = createRoute({
  method: 'get',
  path: '/api/promotions',
  summary: 'What was promoted, oldest first, and the candidates, newest first',
  responses: schemas.answers(
    'All of them',
    z.object({ promotions: z.array(promotionSchema), candidates: z.array(z.string()) }),
  ),
});

const stage = createRoute({
  method: 'post',
  path: '/api/runs/{run}/stage',
  summary: 'Puts a set up for promotion and checks it',
  request: {
    params: z.object(schemas.runParams),
    body: json(
      z.strictObject({ symbol: z.string().optional(), evaluation: z.int().min(1).optional() }),
    ),
  },
  responses: schemas.answers('The candidate', z.object({ candidate: candidateSchema }), 201),
});

const put = createRoute({
  method: 'post',
  path: '/api/promotions',
  summary: 'Makes a candidate live in a file that was promoted to before',
  request: {
    body: json(
      z.strictObject({
        candidate: z.string(),
        to: z.string(),
        why: z.string().max(2_000).optional(),
        force: z.boolean().optional(),
      }),
    ),
  },
  responses: schemas.answers('What became of it', z.object({ file: z.string() }), 201),
});

function json<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** From a search to what is live. */
export function addPromotionRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { store, finder } = services;
  const staging = openStaging(services.stagingFolder);
  const record = openPromotionRecord(promotionsFolder(store.root));

  app.openapi(list, async () =>
    answer({
      promotions: await record.list(),
      candidates: await staging.list(),
    } satisfies PromotionsView),
  );

  app.openapi(stage, async (context) => {
    const { run } = context.req.valid('param');
    await finder.folder(run);
    const choice = context.req.valid('json');
    const set = await stagedSet(store, await store.read(run), choice);
    const by = { via: 'http', address: addressOf(context) } as const;
    const { candidate } = await stageCandidate(staging, set, by);
    return answer({ candidate } satisfies CandidateView, 201);
  });

  app.openapi(put, async (context) => {
    const { candidate: id, to, why = null, force = false } = context.req.valid('json');
    // Whoever has the token may change what is live, but not write wherever this process may.
    const known = (await record.list()).some(({ file }) => file === to);
    if (!known) {
      throw refusal(
        409,
        `Nothing was promoted to "${to}" yet: the first time is at the command line`,
      );
    }
    const candidate = await staging.read(id);
    const { promotion, path } = await promote(record, {
      candidate,
      checks: await currentChecks(store, candidate),
      file: to,
      by: { via: 'http', address: addressOf(context) },
      why,
      force,
    });
    return answer({ file: path, promotion } satisfies PromotedView, 201);
  });
}
