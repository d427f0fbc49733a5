import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Analyses } from './analyses.ts';
import { askedSearch } from './asked-search.ts';
import { answer } from './json.ts';
import { problem } from './problem.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const orNull = z.union([z.number(), z.null()]);
const numbers = z.array(z.number());
const measured = z.array(orNull);
const name = z.string().min(1).max(200);

const METRICS = ['net_pnl', 'max_drawdown', 'trade_count', 'sharpe_ratio'];

const sample = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/sample',
  summary: 'Evaluations as columns, the best and an even part of the others; quantiles of all',
  request: {
    params: z.object(schemas.symbolParams),
    query: z.object({
      max: schemas.count(20_000, 5_000),
      metrics: z
        .string()
        .max(2_000)
        .optional()
        .openapi({ description: 'Metrics by name, separated by commas' }),
    }),
  },
  responses: schemas.answers(
    'The evaluations',
    z
      .object({
        evaluations: z.int(),
        valid: z.int(),
        parameters: z.array(
          z.object({
            name: z.string(),
            type: z.enum(['int', 'float', 'categorical', 'boolean']),
            log: z.boolean(),
            values: z.union([z.array(z.string()), z.null()]),
            min: z.number(),
            max: z.number(),
          }),
        ),
        stages: z.array(z.string()),
        statuses: z.array(z.string()),
        metrics: z.array(z.string()),
        columns: z.object({
          id: numbers,
          fitness: measured,
          status: numbers,
          stage: numbers,
          at: numbers,
          ms: numbers,
          parameters: z.array(measured),
          metrics: z.array(measured),
        }),
        quantiles: numbers,
      })
      .openapi('Sample'),
  ),
});

const axis = z.object({ name: z.string(), labels: z.array(z.string()) });

const heat = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/heat',
  summary: 'Best and mean fitness over two parameters, of all evaluations',
  request: {
    params: z.object(schemas.symbolParams),
    query: z.object({ x: name, y: name, bins: schemas.count(100, 40) }),
  },
  responses: schemas.answers(
    'The bins, in rows of y',
    z
      .object({
        x: axis,
        y: axis,
        valid: numbers,
        others: numbers,
        best: measured,
        mean: measured,
        bestId: measured,
      })
      .openapi('Heat'),
  ),
});

/** What the plots of a search are drawn from; made in a thread, however many evaluations there are. */
export function addExplorationRoutes(
  app: OpenAPIHono,
  services: RouteServices,
  analyses: Analyses,
): void {
  app.openapi(sample, async (context) => {
    const { place, version } = await askedSearch(services, context.req.valid('param'));
    const { max, metrics } = context.req.valid('query');
    const named = metrics === undefined ? METRICS : metrics.split(',').filter(Boolean);
    const question = { most: max, metrics: named };
    return answer(await analyses.of('sample', place, { question, version }));
  });

  app.openapi(heat, async (context) => {
    const { record, place, version } = await askedSearch(services, context.req.valid('param'));
    const { job } = await services.store.read(record.id);
    const { x, y, bins } = context.req.valid('query');
    const names = job.parameters.map((parameter) => parameter.name);
    const wrong = [x, y].find((one) => !names.includes(one));
    if (wrong !== undefined) {
      return problem(400, `Cannot draw "${wrong}": wanted one of ${names.join(', ')}`);
    }
    return answer(await analyses.of('heat', place, { question: { x, y, bins }, version }));
  });
}
