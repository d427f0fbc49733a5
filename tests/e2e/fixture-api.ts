import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { convergence } from '../../runner/analysis/convergence.ts';
import { importance } from '../../runner/analysis/importance.ts';
import { createParetoFront } from '../../runner/analysis/pareto-front.ts';
import { stability } from '../../runner/analysis/stability.ts';
import { createSpace } from '../../runner/domain/space.ts';
import { chooseIds, metricsAsked } from '../../runner/report/chosen-rows.ts';
import { askedOf, constraintMisses } from '../../runner/report/constraint-misses.ts';
import { heatMap } from '../../runner/report/heat-map.ts';
import { hypervolumeCourse } from '../../runner/report/hypervolume-course.ts';
import { evaluationCursor } from '../../runner/report/search-cursor.ts';
import { sampleSearch } from '../../runner/report/search-sample.ts';
import { slotTimeline } from '../../runner/report/slot-timeline.ts';
import { summaryOf } from '../../runner/server/run-summary.ts';
import type { MatrixView, SharingView } from '../../runner/server/universe-views.ts';
import type {
  CoursesView,
  FrontView,
  JobsView,
  RunSummariesView,
  RunsView,
} from '../../runner/server/views.ts';
import { fixtureBench } from './fixture-bench.ts';
import type { FixtureRun } from './fixture-run.ts';
import { fixtureRuns } from './fixture-runs.ts';

export const FIXTURE_TOKEN = 'fixture-token';

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

type Send = (event: string, data: unknown) => void;
interface Watcher {
  readonly run: string | null;
  readonly isShort: boolean;
  readonly send: Send;
  readonly end: () => void;
}

const JOBS: JobsView = {
  jobs: [
    { file: 'spy.json', state: 'running', run: '20261121_101530', message: null },
    { file: 'later.yaml', state: 'queued', run: '20261121_094410', message: null },
    { file: 'done.json', state: 'complete', run: '20261120_181200', message: 'Already complete' },
    {
      file: 'wrong.json',
      state: 'rejected',
      run: null,
      message:
        'Cannot read job "wrong.json":\n  stages[0].samples: wanted a positive integer, found -3\n  parameters[2].step: wanted a number above 0, found 0',
    },
    { file: 'space.json', state: 'not-a-job', run: null, message: 'A parameter space' },
  ],
};

const BROKEN = [
  { id: '20261101_000000', reason: 'run.json is not JSON: found the end at byte 512' },
];

const NO_MATRIX: MatrixView = {
  impossible: null,
  matrix: null,
  stale: [],
  travel: [],
  task: null,
  error: null,
};

function frontOf(run: FixtureRun, symbol: string): FrontView {
  const front = createParetoFront();
  for (const evaluation of run.top(symbol, 100_000)) front.add(evaluation);
  const rows = front.rows();
  return { objectives: run.job().objectives ?? [], total: rows.length, rows };
}

const COURSES = ['timeline', 'constraints', 'hypervolume', 'chosen', 'convergence'] as const;

/** What the server finds of how a search went, in its own words. */
function course(
  run: FixtureRun,
  symbol: string,
  { what, url }: { what: (typeof COURSES)[number]; url: string },
) {
  const job = run.job();
  const space = createSpace(job.parameters, job.rules);
  const evaluations = run.top(symbol, 100_000).toSorted((a, b) => a.id - b.id);
  const open = (metrics: readonly string[]) => evaluationCursor(evaluations, space, metrics);
  const { objectives = [] } = job;
  const asked = askedOf(job);
  if (what === 'timeline') return slotTimeline(open([]), { most: 1_500, bins: 300 });
  if (what === 'convergence') return convergence(evaluations, []);
  if (what === 'constraints') {
    return constraintMisses(open(asked.map(({ metric }) => metric)), asked);
  }
  if (what === 'hypervolume') {
    return hypervolumeCourse(open(objectives.map(({ metric }) => metric)), objectives);
  }
  const params = new URL(url).searchParams;
  const where = params.getAll('where').map((text) => {
    const [key = '', low, high] = text.split('~');
    return { key, low: Number(low), high: Number(high) };
  });
  const question = {
    where,
    by: params.get('by') ?? 'fitness',
    order: params.get('order') === 'least' ? ('least' as const) : ('most' as const),
    most: Number(params.get('n') ?? 25),
  };
  const { ids, ...counts } = chooseIds(open(metricsAsked(question)), question);
  const byId = new Map(evaluations.map((one) => [one.id, one]));
  return { ...counts, rows: ids.map((id) => byId.get(id)) };
}

/** What the server finds of all evaluations, in its own words. */
function exploration(
  run: FixtureRun,
  symbol: string,
  { what, query }: { what: 'sample' | 'heat' | 'analysis'; query: Record<string, string> },
) {
  const job = run.job();
  const space = createSpace(job.parameters, job.rules);
  const evaluations = run.top(symbol, 100_000).toSorted((a, b) => a.id - b.id);
  const metrics = ['net_pnl', 'max_drawdown'];
  if (what === 'analysis') {
    return {
      evaluations: evaluations.length,
      importance: importance(evaluations, space),
      stability: stability(evaluations, space),
    };
  }
  using cursor = evaluationCursor(evaluations, space, metrics);
  if (what === 'sample') return sampleSearch(cursor, { most: 3_000, metrics });
  const { x = '', y = '' } = query;
  return heatMap(cursor, { x, y, bins: 40 });
}

/** JSON as the server writes it: infinities as strings. */
function encode(data: unknown): string {
  return JSON.stringify(data, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** Serves the built site and an API of made-up runs, in the shapes of `runner/server/views.ts`. */
export async function serveFixture(
  siteFolder: string,
  options: { port?: number; runs?: FixtureRun[] } = {},
): Promise<FixtureApi> {
  const runs = options.runs ?? fixtureRuns();
  const watchers = new Set<Watcher>();
  const asked: string[] = [];
  const app = new Hono();
  const find = (id: string) => runs.find((run) => run.id === id);
  const answer = (data: unknown) =>
    new Response(encode(data), { headers: { 'content-type': 'application/json' } });
  const problem = (status: number, title: string, detail: string) =>
    new Response(encode({ type: 'about:blank', title, status, detail }), {
      status,
      headers: { 'content-type': 'application/problem+json' },
    });
  const unknownRun = (id: string) =>
    problem(404, 'Not found', `Cannot show run "${id}": wanted the id of a run, found none by it`);

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

  const watch = (run: string | null) => (c: Parameters<typeof streamSSE>[0]) =>
    streamSSE(c, async (stream) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const watcher: Watcher = {
        run,
        isShort: c.req.query('runs') === 'summary',
        send: (event, data) => void stream.writeSSE({ event, data: encode(data) }),
        end: resolve,
      };
      watchers.add(watcher);
      stream.onAbort(resolve);
      await stream.writeSSE({ event: 'hello', data: '{}' });
      await promise;
      watchers.delete(watcher);
    });

  app.get('/api/runs', () =>
    answer({
      runs: runs.map((run) => run.record()),
      broken: runs.length === 0 ? [] : BROKEN,
      annotations: {},
    } satisfies RunsView),
  );
  app.get('/api/run-summaries', () =>
    answer({
      runs: runs.map((run) => summaryOf(run.record())),
      broken: runs.length === 0 ? [] : BROKEN,
      annotations: {},
      titles: {},
    } satisfies RunSummariesView),
  );
  app.get('/api/jobs', () => answer(JOBS));
  app.get('/api/samplers-bench', (c) => {
    const { settings, batch } = c.req.query();
    const wanted = {
      ...(settings === 'alike' && { settings: 'alike' as const }),
      ...(batch && { batch: +batch }),
    };
    return answer({ bench: fixtureBench(wanted) });
  });
  app.get('/api/courses', (c) => {
    const courses = (c.req.query('searches') ?? '').split(',').map((search) => {
      const [id = '', folder = ''] = search.split('/');
      return find(id)?.course(folder) ?? null;
    });
    return answer({ courses } satisfies CoursesView);
  });
  app.get('/api/events', watch(null));
  app.get('/api/runs/:run/events', (c) => watch(c.req.param('run'))(c));
  app.get('/api/runs/:run', (c) => {
    const run = find(c.req.param('run'));
    return run
      ? answer({ record: run.record(), job: run.job(), file: 'job.json' })
      : unknownRun(c.req.param('run'));
  });
  app.get('/api/runs/:run/annotations', (c) =>
    find(c.req.param('run'))
      ? answer({ tags: [], note: '', archived: false })
      : unknownRun(c.req.param('run')),
  );
  app.get('/api/runs/:run/log', (c) => {
    const run = find(c.req.param('run'));
    return run ? answer({ lines: run.log }) : unknownRun(c.req.param('run'));
  });
  app.get('/api/runs/:run/matrix', (c) =>
    find(c.req.param('run')) ? answer(NO_MATRIX) : unknownRun(c.req.param('run')),
  );
  app.get('/api/runs/:run/sharing', () => answer({ sharing: null } satisfies SharingView));
  app.get('/api/runs/:run/symbols/:symbol/:what', (c) => {
    const { run: id, symbol, what } = c.req.param();
    const run = find(id);
    if (!run) return unknownRun(id);
    if (what === 'points') return answer(run.points(symbol));
    if (what === 'top') return answer({ rows: run.top(symbol, 25) });
    if (what === 'front') return answer(frontOf(run, symbol));
    const found = COURSES.find((one) => one === what);
    if (found) return answer(course(run, symbol, { what: found, url: c.req.url }));
    if (what === 'sample' || what === 'heat' || what === 'analysis') {
      return answer(exploration(run, symbol, { what, query: c.req.query() }));
    }
    return answer(run.best(symbol, c.req.query('of')));
  });
  app.post('/api/runs/:run/:action{stop|resume}', (c) => {
    if (c.req.header('authorization') !== `Bearer ${FIXTURE_TOKEN}`) {
      return problem(401, 'Unauthorized', 'Cannot change a run: wanted the token, found another');
    }
    const run = find(c.req.param('run'));
    if (!run) return unknownRun(c.req.param('run'));
    run.state = c.req.param('action') === 'stop' ? 'stopped' : 'running';
    tell(run, true);
    return answer({ record: run.record() });
  });
  app.use('*', serveStatic({ root: siteFolder }));
  app.notFound(async () => {
    const { readFile } = await import('node:fs/promises');
    const page = await readFile(`${siteFolder}/404.html`, 'utf8');
    return new Response(page, { status: 404, headers: { 'content-type': 'text/html' } });
  });

  function tellPoints(run: FixtureRun, improved: boolean, before: Map<string, number>, send: Send) {
    for (const [symbol, from] of before) {
      const { total, points, best } = run.points(symbol, from);
      send('points', { symbol, total, points, best });
      if (!improved) continue;
      send('top', { symbol, rows: run.top(symbol, 25) });
      send('best', { symbol });
    }
  }

  function tell(run: FixtureRun, improved: boolean, before = new Map<string, number>()): void {
    for (const { run: watched, isShort, send } of watchers) {
      if (watched !== null && watched !== run.id) continue;
      send('run', isShort ? summaryOf(run.record()) : run.record());
      if (watched !== null) tellPoints(run, improved, before, send);
    }
  }

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
    advance: (count) => {
      for (const run of runs.filter(({ state }) => state === 'running')) {
        const before = new Map(
          run.symbols.map((symbol) => [symbol, run.points(symbol, 0, 1).total]),
        );
        const improved = run.advance(count);
        if (improved) {
          const line = {
            at: new Date().toISOString(),
            level: 'info',
            message: 'New best',
          } as const;
          run.log.push(line);
          for (const watcher of watchers) if (watcher.run === run.id) watcher.send('log', line);
        }
        tell(run, improved, before);
      }
    },
    dropStreams: () => {
      for (const { end } of watchers) end();
    },
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
