import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Analyses } from './analyses.ts';
import { askedSearch } from './asked-search.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const numbers = z.array(z.number());
const pairs = z.array(numbers);
const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
const params = z.object(schemas.symbolParams);

const timeline = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/timeline',
  summary: 'What each slot did over time: every evaluation where they are few, else even parts',
  request: {
    params,
    query: z.object({ max: schemas.count(20_000, 1_500), bins: schemas.count(2_000, 300) }),
  },
  responses: schemas.answers(
    'The timeline',
    z
      .looseObject({
        evaluations: z.int(),
        seconds: z.number(),
        started_at: z.string(),
        slots: numbers,
        stages: z.array(z.string()),
        statuses: z.array(z.string()),
        pauses: pairs,
        busy: numbers,
        failures: pairs,
        failed: z.int(),
      })
      .openapi('Timeline'),
  ),
});

const constraints = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/constraints',
  summary: 'How many evaluations miss each constraint and limit, and by how much',
  request: { params },
  responses: schemas.answers(
    'Of each, its misses and the distribution of what it limits',
    z
      .object({ evaluations: z.int(), missed: z.int(), constraints: z.array(z.looseObject({})) })
      .openapi('Constraints'),
  ),
});

const hypervolume = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/hypervolume',
  summary: 'The part of the box between worst and best of its fronts that the search dominated',
  request: { params },
  responses: schemas.answers(
    'The course; null where the job names fewer than two objectives',
    orNull(
      z
        .object({
          objectives: schemas.front.shape.objectives,
          evaluations: z.int(),
          front: z.int(),
          reference: numbers,
          ideal: numbers,
          curve: pairs,
        })
        .openapi('Hypervolume'),
    ),
  ),
});

/** A range in an address: `p fast~2~20`. */
const RANGE = /^(.{1,200})~(-?[\d.e+-]+)~(-?[\d.e+-]+)$/;

const range = z.string().transform((text, context) => {
  const [, key = '', low, high] = RANGE.exec(text) ?? [];
  const found = { key, low: Number(low), high: Number(high) };
  if (key !== '' && !Number.isNaN(found.low) && !Number.isNaN(found.high)) return found;
  context.addIssue({ code: 'custom', message: 'wanted KEY~LOW~HIGH' });
  return z.NEVER;
});

const ranges = z
  .union([range, z.array(range).max(60)])
  .optional()
  .transform((found) => (found === undefined ? [] : [found].flat()))
  .openapi({ type: 'array', items: { type: 'string', example: 'p fast~2~20' } });

const chosen = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/chosen',
  summary: 'How many evaluations lie within ranges, and the first of the valid ones in any order',
  request: {
    params,
    query: z.object({
      where: ranges,
      by: z.string().min(1).max(200).default('fitness').openapi({
        description: '`fitness`, `id`, `ms`, a parameter as `p NAME`, or a metric as `m NAME`',
      }),
      order: z.enum(['most', 'least']).default('most'),
      n: schemas.count(200, 20),
    }),
  },
  responses: schemas.answers(
    'The evaluations',
    schemas.top
      .extend({ evaluations: z.int(), chosen: z.int(), valid: z.int(), quantiles: numbers })
      .openapi('Chosen'),
  ),
});

/** How a search went and which of its evaluations one wants; found in a thread, whatever its size. */
export function addRunPageRoutes(
  app: OpenAPIHono,
  services: RouteServices,
  analyses: Analyses,
): void {
  const find = (asked: z.infer<typeof params>) => askedSearch(services, asked);

  app.openapi(timeline, async (context) => {
    const { place, version } = await find(context.req.valid('param'));
    const { max, bins } = context.req.valid('query');
    const question = { most: max, bins };
    return answer(await analyses.of('timeline', place, { question, version }));
  });

  app.openapi(constraints, async (context) => {
    const { place, version } = await find(context.req.valid('param'));
    return answer(await analyses.of('constraints', place, { question: null, version }));
  });

  app.openapi(hypervolume, async (context) => {
    const { place, version } = await find(context.req.valid('param'));
    return answer(await analyses.of('hypervolume', place, { question: null, version }));
  });

  app.openapi(chosen, async (context) => {
    const { place, version } = await find(context.req.valid('param'));
    const { where, by, order, n } = context.req.valid('query');
    const question = { where, by, order, most: n };
    return answer(await analyses.of('chosen', place, { question, version }));
  });
}
