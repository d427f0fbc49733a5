import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { answer } from './json.ts';
import { logTail } from './log-tail.ts';
import { refusal } from './problem.ts';
import { runJobFile } from './run-job-file.ts';
import { annotationsView } from './runs-routes.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { ActionView, LogView, RunView } from './views.ts';

const params = z.object(schemas.runParams);

const run = createRoute({
  method: 'get',
  path: '/api/runs/{run}',
  summary: 'A run and its job',
  request: { params },
  responses: schemas.answers('The run', schemas.run),
});

const log = createRoute({
  method: 'get',
  path: '/api/runs/{run}/log',
  summary: 'The last lines of its log, oldest first',
  request: { params, query: z.object({ tail: schemas.count(5_000, 200) }) },
  responses: schemas.answers('The lines', schemas.log),
});

const annotations = createRoute({
  method: 'get',
  path: '/api/runs/{run}/annotations',
  summary: 'What people added to it',
  request: { params },
  responses: schemas.answers('All of it', schemas.annotations),
});

const annotate = createRoute({
  method: 'patch',
  path: '/api/runs/{run}/annotations',
  summary: 'Changes its tags, its note, or whether it is archived',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: schemas.annotations.partial() } },
    },
  },
  responses: schemas.answers('All of them', schemas.annotations),
});

const stop = createRoute({
  method: 'post',
  path: '/api/runs/{run}/stop',
  summary: 'Stops it: after what is in flight, or at once when asked again',
  request: { params },
  responses: schemas.answers('It is stopping', schemas.action, 202),
});

const resume = createRoute({
  method: 'post',
  path: '/api/runs/{run}/resume',
  summary: 'Goes on with it',
  request: { params },
  responses: schemas.answers('It goes on', schemas.action, 202),
});

/** One run as a whole. */
export function addRunRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { finder, daemon, catalog } = services;

  app.openapi(run, async (context) => {
    const { run: id } = context.req.valid('param');
    const found = await finder.read(id);
    const file = await runJobFile(await finder.folder(id));
    return answer({ ...found, ...(file === null ? {} : { file }) } satisfies RunView);
  });

  app.openapi(log, async (context) => {
    const folder = await finder.folder(context.req.valid('param').run);
    const lines = await logTail(folder, context.req.valid('query').tail);
    return answer({ lines } satisfies LogView);
  });

  app.openapi(annotations, async (context) => {
    const { run: id } = context.req.valid('param');
    await finder.folder(id);
    return answer(annotationsView(catalog.of(id)));
  });

  app.openapi(annotate, async (context) => {
    const { run: id } = context.req.valid('param');
    await finder.folder(id);
    const { tags, note, archived } = context.req.valid('json');
    const change = {
      ...(tags === undefined ? {} : { tags }),
      ...(note === undefined ? {} : { note }),
      ...(archived === undefined ? {} : { archived }),
    };
    return answer(annotationsView(await catalog.annotate(id, change)));
  });

  app.openapi(stop, async (context) => {
    const { run: id } = context.req.valid('param');
    await finder.folder(id);
    if (!daemon.stopRun(id)) throw refusal(409, `Run ${id} does not run`);
    return answer({ run: id, message: `Run ${id} is stopping` } satisfies ActionView, 202);
  });

  app.openapi(resume, async (context) => {
    const { run: id } = context.req.valid('param');
    await finder.folder(id);
    const { message } = await daemon.resumeRun(id);
    return answer({ run: id, message } satisfies ActionView, 202);
  });
}
