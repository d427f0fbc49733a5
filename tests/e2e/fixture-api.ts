import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { problem } from './fixture-answers.ts';
import { addFixtureRoutes } from './fixture-routes.ts';
import type { FixtureRun } from './fixture-run.ts';
import { fixtureRuns } from './fixture-runs.ts';
import { createStreams } from './fixture-streams.ts';

export interface FixtureApi {
  readonly url: string;
  readonly runs: FixtureRun[];
  /** Paths asked for from outside of the page's own host would show here as other hosts. */
  readonly asked: string[];
  /** Evaluates more of the runs that are running and tells those who watch. */
  advance(count: number): void;
  /** Ends all event streams, as a restart of the server does. */
  dropStreams(): void;
  /** Answers every question of the API with an error. */
  broken: boolean;
  close(): Promise<void>;
}

/** Serves the built site and an API of made-up runs, in the shapes of `runner/server/views.ts`. */
export async function serveFixture(
  siteFolder: string,
  options: { port?: number; runs?: FixtureRun[] } = {},
): Promise<FixtureApi> {
  const runs = options.runs ?? fixtureRuns();
  const streams = createStreams(runs);
  const asked: string[] = [];
  const app = new Hono();
  app.use(async (c, next) => {
    asked.push(c.req.path);
    await next();
    c.header('content-security-policy', "default-src 'self'");
    c.header('x-content-type-options', 'nosniff');
  });
  app.use('/api/*', (c, next) => {
    if (!api.broken) return next();
    const detail = `Cannot answer ${c.req.path}: wanted a running daemon, found none`;
    return Promise.resolve(problem(503, 'Unavailable', detail));
  });
  addFixtureRoutes(app, runs, streams);
  app.use('*', serveStatic({ root: siteFolder }));
  app.notFound(async () => {
    const { readFile } = await import('node:fs/promises');
    const page = await readFile(`${siteFolder}/404.html`, 'utf8');
    return new Response(page, { status: 404, headers: { 'content-type': 'text/html' } });
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve(
      { fetch: app.fetch, port: options.port ?? 0, hostname: '127.0.0.1' },
      () => resolve(started),
    );
  });
  const api: FixtureApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    asked,
    broken: false,
    advance: streams.advance,
    dropStreams: streams.drop,
    close: async () => {
      api.dropStreams();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}

// Run by itself it is a server to look at: node tests/e2e/fixture-api.ts [port]
if (import.meta.main) {
  const api = await serveFixture('dist', { port: Number(process.argv[2] ?? 0) });
  console.log(api.url);
  setInterval(() => api.advance(9), 250);
}
