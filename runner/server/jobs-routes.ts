import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { DropView, JobsView } from './views.ts';

const jobs = createRoute({
  method: 'get',
  path: '/api/jobs',
  summary: 'The drop folder',
  responses: schemas.answers('The files in it', schemas.jobs),
});

const drop = createRoute({
  method: 'post',
  path: '/api/jobs',
  summary: 'Drops a job',
  request: {
    body: { required: true, content: { 'application/json': { schema: schemas.drop } } },
  },
  responses: schemas.answers('What became of it', schemas.job, 202),
});

export function addJobsRoutes(app: OpenAPIHono, { daemon }: RouteServices): void {
  app.openapi(jobs, () => answer({ jobs: daemon.jobs() } satisfies JobsView));

  app.openapi(drop, async (context) => {
    const { file, text } = context.req.valid('json');
    return answer((await daemon.drop(file, text)) satisfies DropView, 202);
  });
}
