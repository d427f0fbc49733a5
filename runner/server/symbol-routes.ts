import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Evaluation } from '../domain/evaluation.ts';
import { bestView } from './best-view.ts';
import { answer } from './json.ts';
import { findSymbol } from './run-finder.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { BestView, PointsView, TopView } from './views.ts';

const params = z.object(schemas.symbolParams);

const points = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/points',
  summary: 'Evaluations of the search, thinned evenly, and every improvement of the best',
  request: { params, query: z.object({ max: schemas.count(100_000, 5_000) }) },
  responses: schemas.answers('The points', schemas.points),
});

const top = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/top',
  summary: 'The best evaluations, best first',
  request: { params, query: z.object({ n: schemas.count(200, 20) }) },
  responses: schemas.answers('The evaluations', schemas.top),
});

const best = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/best',
  summary: 'The best with its equity curve and drawdown, and the same on the holdout',
  request: {
    params,
    query: z.object({
      of: z.string().max(200).optional().openapi({
        description: 'A symbol of a search that is shared: the result on it',
      }),
      max: schemas.count(100_000, 100_000),
      benchmark: z.enum(['1']).optional().openapi({ description: 'Its price, too' }),
    }),
  },
  responses: schemas.answers('The best', schemas.best),
});

/** One symbol of a run. */
export function addSymbolRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { finder, boards, store } = services;

  const find = async ({ run, symbol }: z.infer<typeof params>) => {
    const record = await finder.record(run);
    return { record, progress: findSymbol(record, symbol) };
  };

  app.openapi(points, async (context) => {
    const { record, progress } = await find(context.req.valid('param'));
    const board = await boards.of(record, progress);
    return answer(board.points(context.req.valid('query').max) satisfies PointsView);
  });

  app.openapi(top, async (context) => {
    const { record, progress } = await find(context.req.valid('param'));
    const rows = (await boards.of(record, progress)).top(context.req.valid('query').n);
    return answer({ rows } satisfies TopView);
  });

  app.openapi(best, async (context) => {
    const { record, progress } = await find(context.req.valid('param'));
    const { of, max, benchmark } = context.req.valid('query');
    const side = async (which: 'best' | 'holdout', evaluation: Evaluation) =>
      bestView(evaluation, await store.result(record.id, progress.folder, which, of), {
        max,
        benchmark: benchmark !== undefined,
      });
    const { holdout } = progress;
    // Figures and curves of one and the same set, though the search may have found a better one.
    const evaluation = (await store.best(record.id, progress.folder)) ?? progress.best;
    const view: BestView = {
      ...(evaluation === null ? bestView(null, null) : await side('best', evaluation)),
      holdout: holdout === null ? null : await side('holdout', holdout),
    };
    return answer(view);
  });
}
