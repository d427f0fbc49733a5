import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Analyses } from './analyses.ts';
import { askedSearch } from './asked-search.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const orNull = z.union([z.number(), z.null()]);

const schema = z
  .object({
    evaluations: z.int(),
    importance: z.union([
      z.object({
        used: z.int(),
        valid: z.int(),
        parameters: z.array(z.object({ name: z.string(), share: z.number() })),
        together: z.number(),
        conditional: z.array(z.string()),
      }),
      z.null(),
    ]),
    stability: z.union([
      z.object({
        best: z.number(),
        around: z.array(
          z.object({
            radius: z.int(),
            evaluations: z.int(),
            valid: z.int(),
            mean: orNull,
            median: orNull,
            worst: orNull,
            kept: orNull,
          }),
        ),
      }),
      z.null(),
    ]),
  })
  .openapi('Analysis');

const route = createRoute({
  method: 'get',
  path: '/api/runs/{run}/symbols/{symbol}/analysis',
  summary: 'How important the parameters are, and how the sets around the best did',
  request: { params: z.object(schemas.symbolParams) },
  responses: schemas.answers('The analysis', schema),
});

export function addAnalysisRoute(
  app: OpenAPIHono,
  services: RouteServices,
  analyses: Analyses,
): void {
  app.openapi(route, async (context) => {
    const { place, version } = await askedSearch(services, context.req.valid('param'));
    return answer(await analyses.of('analysis', place, { question: null, version }));
  });
}
