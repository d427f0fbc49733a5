import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Analyses } from './analyses.ts';
import { askedSearch } from './asked-search.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { ConvergenceView } from './views.ts';

const milestone = z.object({
  evaluations: z.int(),
  stage: z.string(),
  generation: z.int(),
  fitness: schemas.measured,
});
const orNull = z.union([schemas.measured, z.null()]);

const schema = z
  .object({
    evaluations: z.int(),
    valid: z.int(),
    peak: z.union([milestone, z.null()]),
    plateau: z.object({ evaluations: z.int(), generations: z.int() }),
    curve: z.array(z.array(schemas.measured)),
    generations: z.array(
      z.looseObject({ stage: z.string(), number: z.int(), total: z.int(), so_far: orNull }),
    ),
    reached: z.array(milestone.extend({ percent: z.int() })),
    stages: z.array(z.looseObject({ stage: z.string(), improvements: z.int(), gain: orNull })),
    stops: z.array(
      z.looseObject({
        stage: z.string(),
        patience: z.int(),
        min_delta: z.number(),
        stops_at: z.union([z.int(), z.null()]),
        saved: z.int(),
        lost: orNull,
      }),
    ),
  })
  .openapi('Convergence');

const route = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/convergence',
  summary: 'How the search came to its best, and what stopping early would have saved and lost',
  request: {
    params: z.object(schemas.symbolParams),
    query: z.object({ max: schemas.count(100_000, 1_000) }),
  },
  responses: schemas.answers('The convergence', schema),
});

export function addConvergenceRoute(
  app: OpenAPIHono,
  services: RouteServices,
  analyses: Analyses,
): void {
  app.openapi(route, async (context) => {
    const { place, version } = await askedSearch(services, context.req.valid('param'));
    const found = await analyses.of('convergence', place, { question: null, version });
    const { max } = context.req.valid('query');
    const view: ConvergenceView = { ...found, generations: thinned(found.generations, max) };
    return answer(view);
  });
}

/** At most `max` items, evenly chosen from the last one back. */
function thinned<T>(items: readonly T[], max: number): readonly T[] {
  const step = Math.ceil(items.length / max);
  return step <= 1 ? items : items.filter((_, index) => (items.length - 1 - index) % step === 0);
}
