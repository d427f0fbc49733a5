import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { type Change, editDocument } from '../job/edit-document.ts';
import { openRunTrash } from '../run/run-trash.ts';
import { createJobFolder } from './job-folder.ts';
import * as jobSchemas from './job-schemas.ts';
import type { ChangedJobView, DeletedRunView, JobText } from './job-views.ts';
import { answer } from './json.ts';
import { refusal } from './problem.ts';
import { runJobFile } from './run-job-file.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const params = z.object(schemas.runParams);

const job = createRoute({
  method: 'get',
  path: '/api/runs/{run}/job',
  summary: 'The job as it was dropped',
  request: { params },
  responses: schemas.answers('The file', jobSchemas.jobText),
});

const rerun = createRoute({
  method: 'post',
  path: '/api/runs/{run}/rerun',
  summary: 'Drops its job once more, for a new run: as it was, or with another seed',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: jobSchemas.rerun } } },
  },
  responses: schemas.answers('What became of it', schemas.job, 202),
});

const budget = createRoute({
  method: 'post',
  path: '/api/runs/{run}/budget',
  summary: 'Drops its job with a larger budget: the same run goes on',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: jobSchemas.budget } } },
  },
  responses: schemas.answers('What became of it', schemas.job, 202),
});

const remove = createRoute({
  method: 'delete',
  path: '/api/runs/{run}',
  summary: 'Moves it to the trash; refused while it waits or is under way',
  request: { params },
  responses: schemas.answers('What lies in the trash', jobSchemas.deletedRun),
});

const undelete = createRoute({
  method: 'post',
  path: '/api/runs/{run}/undelete',
  summary: 'Brings it back from the trash as it was',
  request: { params },
  responses: schemas.answers('What is back', jobSchemas.deletedRun),
});

/** What makes a run go on, run again, or go away. */
export function addRunChangeRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { finder, store, catalog } = services;
  const trash = openRunTrash(store.root);

  app.openapi(job, async (context) => {
    const { file, text } = await jobOf(services, context.req.valid('param').run);
    return answer({ file, text } satisfies JobText);
  });

  app.openapi(rerun, async (context) => {
    const { run } = context.req.valid('param');
    const { seed } = context.req.valid('json');
    const changes: Change[] = [{ path: ['resume'], value: false }];
    if (seed !== undefined) changes.push({ path: ['seed'], value: seed });
    return answer((await dropAgain(services, run, changes)) satisfies ChangedJobView, 202);
  });

  app.openapi(budget, async (context) => {
    const { run } = context.req.valid('param');
    const { job: resolved, record } = await finder.read(run);
    const wanted = context.req.valid('json');
    refuseSmaller(wanted, record.symbols[0]?.counts.evaluations ?? 0, run);
    const changes = changesFor(services, resolved, wanted);
    return answer((await dropAgain(services, run, changes)) satisfies ChangedJobView, 202);
  });

  app.openapi(remove, async (context) => {
    const { run } = context.req.valid('param');
    const { name } = await finder.record(run);
    if (finder.isLive(run)) throw refusal(409, `Run ${run} is under way: stop it first`);
    const deleted = await trash.put(run, name);
    await catalog.refresh();
    return answer({ run, name, deleted_at: deleted.deleted_at } satisfies DeletedRunView);
  });

  app.openapi(undelete, async (context) => {
    const { run } = context.req.valid('param');
    const found = await trash.restore(run);
    if (found === null) throw refusal(404, `No run ${run} lies in the trash`);
    await catalog.refresh();
    return answer({ run, ...found } satisfies DeletedRunView);
  });
}

/** A run's job as it was dropped, by the name of its file in the drop folder where it is there. */
async function jobOf(services: RouteServices, run: string): Promise<JobText & { own: boolean }> {
  const folder = await services.finder.folder(run);
  const kept = await runJobFile(folder);
  if (kept === null) throw refusal(404, `The job of run ${run} is not known as it was dropped`);
  const text = await readFile(join(folder, kept), 'utf8');
  const entry = services.daemon.jobs().find((one) => one.run === run);
  if (entry !== undefined) return { file: entry.file, text, own: true };
  return { file: kept, text, own: false };
}

/** Drops a run's job with other values; its own file is replaced only where it still says the same. */
async function dropAgain(
  services: RouteServices,
  run: string,
  changes: readonly Change[],
): Promise<ChangedJobView> {
  const folder = createJobFolder(services);
  const { file: kept, text, own } = await jobOf(services, run);
  const edited = editDocument(text, kept, changes);
  const { name } = await services.finder.record(run);
  const isRerun = changes.some(({ path }) => path[0] === 'resume');
  const isOwn = own && !isRerun && (await folder.read(kept)) === text;
  const file = isOwn ? kept : await folder.freeName(name, kept);
  return services.daemon.drop(file, edited);
}

type Budget = { readonly evaluations?: number | undefined; readonly seconds?: number | undefined };

function changesFor({ jobs }: RouteServices, job: Job, { evaluations, seconds }: Budget): Change[] {
  const changes: Change[] = [];
  if (evaluations !== undefined) {
    if (jobs === undefined) throw refusal(503, 'This server does not plan jobs');
    changes.push(...jobs.larger(job, evaluations));
  }
  if (seconds !== undefined) changes.push({ path: ['budget', 'seconds'], value: seconds });
  if (changes.length > 0) return changes;
  const wanted = 'a last stage that can be longer, or another stage';
  throw new InputError('Cannot raise the budget', [
    { path: 'stages', wanted, found: 'one that ends by itself' },
  ]);
}

function refuseSmaller({ evaluations, seconds }: Budget, done: number, run: string): void {
  if (evaluations === undefined && seconds === undefined) {
    const problem = { path: '', wanted: 'evaluations or seconds', found: 'neither' };
    throw new InputError(`Cannot raise the budget of run ${run}`, [problem]);
  }
  if (evaluations === undefined || evaluations > done) return;
  throw new InputError(`Cannot raise the budget of run ${run}`, [
    { path: 'evaluations', wanted: `more than the ${done} that are done`, found: `${evaluations}` },
  ]);
}
