import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { answer } from './json.ts';
import { paceOf } from './pace.ts';
import { findSymbol } from './run-finder.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const route = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/pace',
  summary: 'How fast the best was found, in seconds of running',
  request: { params: z.object(schemas.symbolParams) },
  responses: schemas.answers(
    'The improvements',
    z.object({ total: z.int(), seconds: z.number(), best: z.array(z.array(schemas.measured)) }),
  ),
});

export function addPaceRoute(app: OpenAPIHono, { finder, store }: RouteServices): void {
  app.openapi(route, async (context) => {
    const { run, symbol } = context.req.valid('param');
    const record = await finder.record(run);
    const { folder } = findSymbol(record, symbol);
    return answer(paceOf(await store.outlines(record.id, folder)));
  });
}
