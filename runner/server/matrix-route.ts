import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { travelOf } from '../analysis/travel.ts';
import { outOfDate, readMatrix } from '../run/matrix-file.ts';
import { matrixProblem } from '../run/symbol-matrix.ts';
import { answer } from './json.ts';
import { createMatrixTasks } from './matrix-tasks.ts';
import { refusal } from './problem.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { MatrixView } from './universe-views.ts';

const cell = z.object({
  status: z.enum(['complete', 'invalid', 'failed', 'pruned']),
  metrics: z.record(z.string(), z.number()),
  error: z.union([z.string(), z.null()]),
});

const schema = z
  .object({
    impossible: z.union([z.string(), z.null()]),
    matrix: z.union([
      z.looseObject({
        sets: z.array(
          z.object({
            symbol: z.string(),
            evaluation: z.int(),
            params: z.record(z.string(), z.unknown()),
          }),
        ),
        symbols: z.array(z.string()),
        cells: z.array(z.array(cell)).openapi({ description: 'Rows of sets, columns of symbols' }),
        changed: z.array(z.string()),
      }),
      z.null(),
    ]),
    stale: z.array(z.string()),
    travel: z.array(
      z.object({
        symbol: z.string(),
        place: z.number(),
        valid: z.int(),
        others: z.int(),
        median: z.union([z.number(), z.null()]),
        worst: z.union([z.number(), z.null()]),
        kept: z.union([z.number(), z.null()]),
      }),
    ),
    task: z.union([z.object({ done: z.int(), total: z.int() }), z.null()]),
    error: z.union([z.string(), z.null()]),
  })
  .openapi('Matrix');

const path = '/api/runs/{run}/matrix';
const request = { params: z.object(schemas.runParams) };

const show = createRoute({
  method: 'get',
  path,
  summary: "Every symbol's best on every other symbol, where somebody had it backtested",
  request,
  responses: schemas.answers('The matrix, and how far a new one is', schema),
});

const begin = createRoute({
  method: 'post',
  path,
  summary: "Backtests every symbol's best on every other symbol, in the background",
  request,
  responses: schemas.answers('It has begun', schema, 202),
});

const cancel = createRoute({
  method: 'delete',
  path,
  summary: 'Gives the backtests up; a matrix that was there before stays',
  request,
  responses: schemas.answers('They are given up', schema),
});

/** Runs of several symbols. */
export function addMatrixRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { finder, store, backtests } = services;
  const tasks = createMatrixTasks(services);

  async function viewOf(run: string): Promise<MatrixView> {
    const { record, job } = await finder.read(run);
    const matrix = await readMatrix(store.folder(record.id));
    return {
      impossible: matrixProblem(record, job),
      matrix,
      stale: matrix === null ? [] : outOfDate(matrix, record),
      travel:
        matrix === null
          ? []
          : travelOf({
              sets: matrix.sets.map(({ symbol }) => symbol),
              symbols: matrix.symbols,
              fitness: matrix.cells.map((row) =>
                row.map(({ metrics }) => metrics['fitness'] ?? null),
              ),
            }),
      task: tasks.progress(record.id),
      error: tasks.error(record.id),
    };
  }

  app.openapi(show, async (context) => answer(await viewOf(context.req.valid('param').run)));

  app.openapi(begin, async (context) => {
    const { record, job } = await finder.read(context.req.valid('param').run);
    if (backtests === undefined) throw refusal(503, 'This server does not backtest');
    const problem = matrixProblem(record, job);
    if (problem !== null) throw refusal(409, problem);
    if (finder.isLive(record.id)) {
      throw refusal(409, 'The run is still searching: its bests may change until it has ended');
    }
    tasks.begin({ record, job, kit: backtests });
    return answer(await viewOf(record.id), 202);
  });

  app.openapi(cancel, async (context) => {
    const { id } = await finder.record(context.req.valid('param').run);
    if (!(await tasks.cancel(id))) throw refusal(409, 'Nothing is being backtested for this run');
    return answer(await viewOf(id));
  });
}
