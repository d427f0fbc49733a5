import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { RunRecord } from '../domain/run-record.ts';
import { createEventStreams } from './event-stream.ts';
import { createNotesNews } from './notes-news.ts';
import { createRunFeed } from './run-feed.ts';
import { summaryOf } from './run-summary.ts';
import { eventAnswers, runParams } from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { MovedEvent } from './views.ts';

const allEvents = createRoute({
  method: 'get',
  path: '/api/events',
  summary:
    'Server-sent events: run (a changed run, at most twice a second each), jobs, annotations (of a run), study (its notes changed) and moved (runs were deleted or brought back)',
  request: { query: z.object({ runs: z.enum(['record', 'summary']).default('record') }) },
  responses: eventAnswers,
});

const runEvents = createRoute({
  method: 'get',
  path: '/api/runs/{run}/events',
  summary:
    'Server-sent events of one run: run, points, top and best (1 to 4 times a second), log, annotations and moved (runs were deleted or brought back)',
  request: { params: z.object(runParams) },
  responses: eventAnswers,
});

export function addEventsRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { daemon, finder, boards, catalog, report } = services;
  const openStream = createEventStreams();
  const isGone = (id: string): Promise<boolean> =>
    finder.folder(id).then(
      () => false,
      () => true,
    );

  app.openapi(allEvents, (context) => {
    const isShort = context.req.valid('query').runs === 'summary';
    return openStream(context, {
      intervalMs: 500,
      onError: report,
      open(wake) {
        let runs = new Map<string, RunRecord>();
        let jobsChanged = false;
        const close = daemon.subscribe(
          (event) => {
            if (event.type !== 'record') return;
            runs.set(event.record.id, event.record);
            wake();
          },
          () => {
            jobsChanged = true;
            wake();
          },
        );
        const notes = createNotesNews(catalog, wake);
        return {
          close() {
            close();
            notes.close();
          },
          async take() {
            const messages = [...runs.values()].map((record) => {
              return { event: 'run', data: isShort ? summaryOf(record) : record };
            });
            const jobs = jobsChanged ? [{ event: 'jobs', data: { jobs: daemon.jobs() } }] : [];
            runs = new Map();
            jobsChanged = false;
            return [...messages, ...jobs, ...notes.take()];
          },
        };
      },
    });
  });

  app.openapi(runEvents, async (context) => {
    const record = await finder.record(context.req.valid('param').run);
    return openStream(context, {
      intervalMs: 250,
      onError: report,
      open(wake) {
        const feed = createRunFeed({ record, wake, board: boards.of });
        const close = daemon.subscribe(feed.listen);
        const notes = createNotesNews(catalog, wake, record.id);
        return {
          ...feed,
          async take() {
            const told = notes.take();
            const moved = told.find(({ event }) => event === 'moved');
            const own = told.filter((one) => one !== moved);
            const data = async (): Promise<MovedEvent> => ({ gone: await isGone(record.id) });
            const away = moved === undefined ? [] : [{ ...moved, data: await data() }];
            return [...own, ...away, ...(await feed.take())];
          },
          close() {
            close();
            notes.close();
          },
        };
      },
    });
  });
}
