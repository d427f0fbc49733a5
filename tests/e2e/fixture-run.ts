import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord, RunState } from '../../runner/domain/run-record.ts';
import { createSpace } from '../../runner/domain/space.ts';
import { searchCourse } from '../../runner/report/search-course.ts';
import { evaluationCursor } from '../../runner/report/search-cursor.ts';
import type {
  BestView,
  LogView,
  Point,
  PointsView,
  SearchCourse,
} from '../../runner/server/views.ts';
import { bestView } from './fixture-best.ts';
import { fixtureJob } from './fixture-job.ts';
import { symbolProgress } from './fixture-progress.ts';
import type { FixtureRunOptions } from './fixture-run-options.ts';
import { extendSearch, type FixtureSearch, STAGES } from './fixture-search.ts';

/** A run that the fixture makes up; `advance` evaluates more of it. */
export interface FixtureRun {
  state: RunState;
  reason: string | null;
  readonly id: string;
  readonly symbols: readonly string[];
  readonly log: LogView['lines'][number][];
  record(): RunRecord;
  job(): Job;
  points(symbol: string, from?: number, max?: number): PointsView;
  top(symbol: string, n: number): readonly Evaluation[];
  /** @param of a symbol of a shared search */
  best(symbol: string, of?: string): BestView;
  course(symbol: string): SearchCourse;
  /** Returns whether any symbol's best improved. */
  advance(count: number): boolean;
}

export function fixtureRun(options: FixtureRunOptions): FixtureRun {
  const symbols = options.shared ? ['shared'] : (options.symbols ?? ['SPY']);
  const searches: FixtureSearch[] = symbols.map((symbol, seed) => ({
    symbol,
    folder: symbol.replaceAll('/', '_'),
    seed,
    evaluations: [],
    improvements: [],
    best: null,
  }));
  const at = `${options.id.slice(0, 4)}-${options.id.slice(4, 6)}-${options.id.slice(6, 8)}T${options.id.slice(9, 11)}:${options.id.slice(11, 13)}:00.000Z`;
  for (const search of searches) extendSearch(search, options, options.done);
  const find = (name: string) => searches.find(({ folder }) => folder === name) ?? searches[0]!;
  const run: FixtureRun = {
    state: options.state,
    reason: options.reason ?? null,
    id: options.id,
    symbols: searches.map(({ folder }) => folder),
    log: [
      { at, level: 'info', message: `Run ${options.id} of ${options.name}` },
      { at, level: 'info', message: 'Space of 83,160 sets, 3 stages, 2 slots' },
      { at, level: 'warn', message: 'Data ends 2018-12-28: wanted 2018-12-31' },
    ],
    record: () => {
      const done = searches.reduce((sum, { evaluations }) => sum + evaluations.length, 0);
      return {
        v: 1,
        id: options.id,
        name: options.name,
        study: 'moving averages',
        tags: options.tags ?? [],
        state: run.state,
        reason: run.reason,
        strategy: options.strategy ?? 'sma-cross',
        executor: 'embedded',
        dates: { start: '2010-01-01', end: '2018-12-31' },
        holdout_dates: options.holdout ? { start: '2019-01-01', end: '2020-12-31' } : null,
        seed: options.seed,
        slots: 2,
        identity: { strategy: 'a1b2c3d4e5f6', data: '0f9e8d7c6b5a', search: '1234abcd5678' },
        versions: { leantune: '0.1.0', node: '26.10.0' },
        created_at: at,
        updated_at: at,
        ended_at: run.state === 'running' ? null : at,
        seconds: done * (options.secondsEach ?? 0.02),
        evaluations_per_second: run.state === 'running' ? 1 / (options.secondsEach ?? 0.02) : null,
        space_size: '83160',
        planned_evaluations: options.planned * symbols.length,
        symbols: searches.map((search) => symbolProgress(search, options, run.state)),
      };
    },
    job: () => fixtureJob(options, symbols),
    points: (symbol, from = 0, max = 5_000) => pointsOf(find(symbol), from, max),
    top: (symbol, n) =>
      find(symbol)
        .evaluations.filter(({ status }) => status === 'complete')
        .sort((a, b) => b.fitness - a.fitness || a.id - b.id)
        .slice(0, n),
    best: (symbol, of) => bestView(find(symbol), options, of),
    course: (symbol) => {
      const each = options.secondsEach ?? 0.02;
      const ended = find(symbol).evaluations.map((made) => ({
        ...made,
        ms: each * 1000,
        at: new Date(Date.parse(made.at) + made.id * each * 1000).toISOString(),
      }));
      const { parameters, rules } = fixtureJob(options, symbols);
      return searchCourse(evaluationCursor(ended, createSpace(parameters, rules), []));
    },
    advance: (count) => {
      const improved = searches.map((search) => extendSearch(search, options, count)).some(Boolean);
      const ended = searches.every(({ evaluations }) => evaluations.length >= options.planned);
      if (ended && run.state === 'running') run.state = 'complete';
      return improved;
    },
  };
  return run;
}

const STATUS_CODES = { complete: 0, invalid: 1, failed: 2, pruned: 3 } as const;

function pointOf(made: Evaluation): Point {
  const stage = STAGES.findIndex(({ name }) => name === made.stage);
  const fitness = Number.isFinite(made.fitness) ? made.fitness : null;
  return [made.id, fitness, stage, STATUS_CODES[made.status]];
}

function pointsOf(search: FixtureSearch, from: number, max: number): PointsView {
  const fresh = search.evaluations.slice(from);
  const every = Math.ceil(fresh.length / max);
  return {
    total: search.evaluations.length,
    stages: STAGES.map(({ name }) => name),
    points: fresh.filter((_, index) => index % every === 0).map(pointOf),
    best: search.improvements.filter(([id]) => id > from),
  };
}
