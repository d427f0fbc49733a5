import type { Hono } from 'hono';
import { summaryOf } from '../../runner/server/run-summary.ts';
import type { MatrixView, SharingView } from '../../runner/server/universe-views.ts';
import type {
  CoursesView,
  JobsView,
  RunSummariesView,
  RunsView,
} from '../../runner/server/views.ts';
import { answer, problem, unknownRun } from './fixture-answers.ts';
import { fixtureBench } from './fixture-bench.ts';
import type { FixtureRun } from './fixture-run.ts';
import { searchView } from './fixture-search-view.ts';
import type { FixtureStreams } from './fixture-streams.ts';

export const FIXTURE_TOKEN = 'fixture-token';

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

/** The API of made-up runs, in the shapes of `runner/server/views.ts`. */
export function addFixtureRoutes(
  app: Hono,
  runs: readonly FixtureRun[],
  streams: FixtureStreams,
): void {
  const find = (id: string) => runs.find((run) => run.id === id);

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
  app.get('/api/events', (c) => streams.watch(c, null));
  app.get('/api/runs/:run/events', (c) => streams.watch(c, c.req.param('run')));
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
    return answer(searchView(run, symbol, { what, url: c.req.url }));
  });
  app.post('/api/runs/:run/:action{stop|resume}', (c) => {
    if (c.req.header('authorization') !== `Bearer ${FIXTURE_TOKEN}`) {
      return problem(401, 'Unauthorized', 'Cannot change a run: wanted the token, found another');
    }
    const run = find(c.req.param('run'));
    if (!run) return unknownRun(c.req.param('run'));
    run.state = c.req.param('action') === 'stop' ? 'stopped' : 'running';
    streams.tell(run);
    return answer({ record: run.record() });
  });
}
