import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isJobFileName } from '../daemon/job-file-name.ts';
import { checkJob } from './job-check.ts';
import type { JobKit } from './job-kit.ts';
import * as jobSchemas from './job-schemas.ts';
import type { JobCheckView, JobExamplesView, JobInspectView } from './job-views.ts';
import { answer } from './json.ts';
import { refusal } from './problem.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const body = { required: true, content: { 'application/json': { schema: jobSchemas.jobText } } };

const check = createRoute({
  method: 'post',
  path: '/api/jobs/check',
  summary: 'Says what is wrong with a job, or what it would do; nothing is written',
  request: { body },
  responses: schemas.answers('What was found', jobSchemas.jobCheck),
});

const inspect = createRoute({
  method: 'post',
  path: '/api/jobs/inspect',
  summary: "Looks at a job's data and measures for two seconds how fast it is evaluated",
  request: { body },
  responses: schemas.answers('What was found', jobSchemas.jobInfo),
});

const schema = createRoute({
  method: 'get',
  path: '/api/job-schema',
  summary: 'The JSON Schema (draft-07) of job files',
  responses: schemas.answers('The schema', z.looseObject({})),
});

const examples = createRoute({
  method: 'get',
  path: '/api/job-examples',
  summary: 'Jobs to start from',
  responses: schemas.answers('The jobs', z.object({ examples: z.array(jobSchemas.jobText) })),
});

const MEASURED_SECONDS = 2;

/** Jobs before they are dropped. */
export function addJobCheckRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { jobs: kit, runList } = services;
  if (kit === undefined) return;
  let measuring = false;

  app.openapi(check, async (context) => {
    const { runs } = await runList.list();
    const found = await checkJob(kit, context.req.valid('json'), runs);
    return answer(found satisfies JobCheckView);
  });

  app.openapi(inspect, async (context) => {
    if (measuring) throw refusal(503, 'Another job is being measured: try again in a moment');
    const { file, text } = context.req.valid('json');
    measuring = true;
    try {
      const found = await kit.reader.read(text, file);
      if (found.kind === 'other') throw refusal(409, `${found.what}, not a job`);
      return answer((await kit.inspect(found.job, MEASURED_SECONDS)) satisfies JobInspectView);
    } finally {
      measuring = false;
    }
  });

  app.openapi(schema, () => answer(kit.reader.schema()));

  app.openapi(examples, async () => answer(await examplesOf(kit)));
}

async function examplesOf({ exampleFolder }: JobKit): Promise<JobExamplesView> {
  const names = await readdir(exampleFolder).catch(() => []);
  const files = names.filter(isJobFileName).sort();
  const texts = files.map(async (file) => {
    return { file, text: await readFile(join(exampleFolder, file), 'utf8') };
  });
  return { examples: await Promise.all(texts) };
}
