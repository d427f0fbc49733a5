import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { answer } from './json.ts';
import { thinned } from './run-board.ts';
import { findSymbol } from './run-finder.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { FrontView } from './views.ts';

const route = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/front',
  summary: 'The sets of which none is better in every objective, where the job names several',
  request: {
    params: z.object(schemas.symbolParams),
    query: z.object({ max: schemas.count(5_000, 500) }),
  },
  responses: schemas.answers('The front', schemas.front),
});

export function addFrontRoute(app: OpenAPIHono, { finder, boards, store }: RouteServices): void {
  app.openapi(route, async (context) => {
    const { run, symbol } = context.req.valid('param');
    const record = await finder.record(run);
    const board = await boards.of(record, findSymbol(record, symbol));
    const { job } = await store.read(run);
    const rows = board.front();
    const { max } = context.req.valid('query');
    const view: FrontView = {
      objectives: job.objectives ?? [],
      total: rows.length,
      rows: thinned(rows, max),
    };
    return answer(view);
  });
}
