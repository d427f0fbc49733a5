import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { createJobFolder } from './job-folder.ts';
import * as jobSchemas from './job-schemas.ts';
import { answer } from './json.ts';
import { refusal } from './problem.ts';
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
    body: { required: true, content: { 'application/json': { schema: jobSchemas.drop } } },
  },
  responses: schemas.answers('What became of it', schemas.job, 202),
});

const show = createRoute({
  method: 'get',
  path: '/api/jobs/{file}',
  summary: 'The text of a file in it',
  request: { params: jobSchemas.fileParams },
  responses: schemas.answers('The file', jobSchemas.jobText),
});

const remove = createRoute({
  method: 'delete',
  path: '/api/jobs/{file}',
  summary: 'Takes a file out of it; refused while its run waits or is under way',
  request: { params: jobSchemas.fileParams },
  responses: schemas.answers('What it held', jobSchemas.jobText),
});

/** The drop folder. */
export function addJobsRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { daemon } = services;
  const folder = createJobFolder(services);

  app.openapi(jobs, () => {
    const waiting = daemon.records().filter(({ state }) => state === 'queued');
    const places = new Map(waiting.map(({ id }, index) => [id, index + 1]));
    const all = daemon.jobs().map((entry) => {
      const place = entry.run === null ? undefined : places.get(entry.run);
      return place === undefined ? entry : { ...entry, place };
    });
    return answer({ jobs: all } satisfies JobsView);
  });

  app.openapi(drop, async (context) => {
    const { file, text, overwrite } = context.req.valid('json');
    const there = overwrite ? null : await folder.read(file);
    if (there !== null && there !== text) {
      throw refusal(409, `There is a file "${file}" in config/ already`);
    }
    return answer((await daemon.drop(file, text)) satisfies DropView, 202);
  });

  app.openapi(show, async (context) => {
    const { file } = context.req.valid('param');
    return answer({ file, text: await found(file) });
  });

  app.openapi(remove, async (context) => {
    const { file } = context.req.valid('param');
    const text = await found(file);
    const entry = daemon.jobs().find((job) => job.file === file);
    if (entry?.state === 'queued' || entry?.state === 'running') {
      throw refusal(409, `The run of "${file}" is ${entry.state}: stop it first`);
    }
    await folder.remove(file);
    return answer({ file, text });
  });

  async function found(file: string): Promise<string> {
    const text = await folder.read(file);
    if (text === null) throw refusal(404, `There is no job "${file}" in config/`);
    return text;
  }
}
