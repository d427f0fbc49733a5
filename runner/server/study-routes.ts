import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { studyEvaluations } from '../report/study-evaluations.ts';
import { compareStudies } from '../run/study-comparison.ts';
import { BusyStudyError, createStudyKeeper, UnknownStudyError } from '../run/study-keeper.ts';
import { answer } from './json.ts';
import { refusal } from './problem.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import * as studySchemas from './study-schemas.ts';
import type { StudiesView } from './study-views.ts';

const params = studySchemas.studyParams;

const list = createRoute({
  method: 'get',
  path: '/api/studies',
  summary: 'All studies, those worked on last first, and those that were deleted',
  responses: schemas.answers('The studies', studySchemas.studies),
});

const show = createRoute({
  method: 'get',
  path: '/api/studies/{study}',
  summary: 'A study, with its runs and how its best rose over them',
  request: { params },
  responses: schemas.answers('The study', studySchemas.study),
});

const compare = createRoute({
  method: 'get',
  path: '/api/studies/{study}/compare/{other}',
  summary: 'Two studies side by side',
  request: { params: params.extend({ other: z.string() }) },
  responses: schemas.answers('Both', studySchemas.comparison),
});

const evaluations = createRoute({
  method: 'get',
  path: '/api/studies/{study}/evaluations',
  summary: 'All evaluations of all its runs, as CSV or a JSON document a line',
  request: {
    params,
    query: z.object({
      format: z.enum(['csv', 'jsonl']).default('csv'),
      symbol: z.string().optional(),
    }),
  },
  responses: {
    ...schemas.answers('The evaluations', z.string()),
    200: { description: 'The evaluations', content: { 'text/csv': { schema: z.string() } } },
  },
});

const annotate = createRoute({
  method: 'patch',
  path: '/api/studies/{study}',
  summary: 'Changes its title, tags or note, or whether it is archived',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: studySchemas.studyNotes.partial() } },
    },
  },
  responses: schemas.answers('The study', studySchemas.studySummary),
});

const remove = createRoute({
  method: 'delete',
  path: '/api/studies/{study}',
  summary: 'Moves it with all its runs to the trash; refused while one of them is under way',
  request: { params },
  responses: schemas.answers('What lies in the trash', studySchemas.deletedStudy),
});

const undelete = createRoute({
  method: 'post',
  path: '/api/studies/{study}/undelete',
  summary: 'Brings it back from the trash as it was, by its name or by the id in the trash',
  request: { params },
  responses: schemas.answers('What is back', studySchemas.deletedStudy),
});

const emptyTrash = createRoute({
  method: 'post',
  path: '/api/study-trash/empty',
  summary: 'Removes for good what was deleted so many days ago or earlier',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ days: z.number().min(0) }) } },
    },
  },
  responses: schemas.answers(
    'What is gone',
    z.object({ removed: z.array(studySchemas.deletedStudy) }),
  ),
});

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;

/** Studies: runs that go on from each other under one name. */
export function addStudyRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { store, catalog, finder } = services;
  const keeper = createStudyKeeper({
    store,
    catalog,
    runs: async () => (await finder.list()).runs,
    isLive: finder.isLive,
  });

  app.openapi(list, () =>
    told(async () => {
      const [studies, deleted] = await Promise.all([keeper.list(), keeper.deleted()]);
      return { studies, deleted } satisfies StudiesView;
    }),
  );

  app.openapi(show, (context) => told(() => keeper.show(context.req.valid('param').study)));

  app.openapi(compare, (context) =>
    told(async () => {
      const { study, other } = context.req.valid('param');
      return compareStudies(await keeper.show(study), await keeper.show(other));
    }),
  );

  app.openapi(evaluations, async (context) => {
    const { study } = context.req.valid('param');
    const query = context.req.valid('query');
    const records = await found(() => keeper.records(study));
    const runs = records.map(({ id }) => id);
    const text = studyEvaluations(store, runs, query);
    const file = `${study.replaceAll(/[^\w.-]+/g, '_')}.${query.format}`;
    const headers = {
      'content-type': CONTENT_TYPES[query.format],
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'no-store',
    };
    return new Response(bytesOf(text), { headers });
  });

  app.openapi(annotate, (context) =>
    told(() => {
      const { title, tags, note, archived } = context.req.valid('json');
      return keeper.annotate(context.req.valid('param').study, {
        ...(title === undefined ? {} : { title }),
        ...(tags === undefined ? {} : { tags }),
        ...(note === undefined ? {} : { note }),
        ...(archived === undefined ? {} : { archived }),
      });
    }),
  );

  app.openapi(remove, (context) => told(() => keeper.delete(context.req.valid('param').study)));

  app.openapi(undelete, (context) => told(() => keeper.undelete(context.req.valid('param').study)));

  app.openapi(emptyTrash, (context) =>
    told(async () => ({ removed: await keeper.emptyTrash(context.req.valid('json').days) })),
  );
}

async function told(ask: () => Promise<unknown>): Promise<Response> {
  return answer(await found(ask));
}

/** What is not there is 404 to a client, what is in use 409. */
async function found<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UnknownStudyError) throw refusal(404, error.message);
    if (error instanceof BusyStudyError) throw refusal(409, error.message);
    throw error;
  }
}

/** A piece at a time, as fast as the client takes them. */
function bytesOf(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await pieces.return?.()),
  });
}
