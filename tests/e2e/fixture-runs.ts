import type { Evaluation, EvaluationStatus } from '../../runner/domain/evaluation.ts';
import type { Job } from '../../runner/domain/job.ts';
import { type Random, randomFrom } from '../../runner/domain/random.ts';
import type {
  RunRecord,
  RunState,
  StageProgress,
  SymbolProgress,
} from '../../runner/domain/run-record.ts';
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

export interface FixtureRunOptions {
  readonly id: string;
  readonly name: string;
  readonly strategy?: string;
  readonly symbols?: readonly string[];
  /** One set for these symbols, instead of a search for each of `symbols`. */
  readonly shared?: readonly string[];
  readonly state: RunState;
  readonly reason?: string;
  readonly planned: number;
  readonly done: number;
  readonly holdout?: boolean;
  readonly tags?: readonly string[];
  readonly seed: number;
  readonly secondsEach?: number;
  readonly allInvalid?: boolean;
  readonly objectives?: Job['objectives'];
}

const STAGES = [
  { name: 'explore', sampler: 'lhs', share: 0.2, spread: 1 },
  { name: 'genetic', sampler: 'genetic', share: 0.6, spread: 0.35 },
  { name: 'refine', sampler: 'grid', share: 0.2, spread: 0.12 },
] as const;
const BEST = { fast: 18, slow: 110, threshold: 0.02 };

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function stageAt(id: number, planned: number): number {
  const share = (id - 1) / planned;
  if (share < 0.2) return 0;
  return share < 0.8 ? 1 : 2;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function drawParams(random: Random, spread: number) {
  const fast = Math.round(clamp(BEST.fast + normal(random) * 30 * spread, 5, 60));
  const slow = Math.round(clamp(BEST.slow + normal(random) * 60 * spread, 20, 200) / 5) * 5;
  const threshold = Math.round(
    clamp(BEST.threshold + normal(random) * 0.03 * spread, 0, 0.1) * 200,
  );
  return { fast, slow, threshold: threshold / 200, exit_on_close: random() < 0.5 };
}

function evaluate(options: FixtureRunOptions, symbolSeed: number, id: number): Evaluation {
  const random = randomFrom(options.seed, symbolSeed, id);
  const position = stageAt(id, options.planned);
  const stage = STAGES[position]!;
  const params = drawParams(random, stage.spread);
  const distance =
    ((params.fast - BEST.fast) / 25) ** 2 +
    ((params.slow - BEST.slow) / 70) ** 2 +
    ((params.threshold - BEST.threshold) / 0.05) ** 2;
  const disaster = random() < 0.01 ? 25 * random() : 0;
  const score = 1.9 - 0.9 * distance + 0.12 * normal(random) - disaster + symbolSeed * 0.2;
  const failed = random() < 0.004;
  const invalid = options.allInvalid || params.fast >= params.slow || random() < 0.03;
  const status: EvaluationStatus = failed ? 'failed' : invalid ? 'invalid' : 'complete';
  const valid = status === 'complete';
  const fitness = Number(score.toPrecision(10));
  return {
    v: 1,
    id,
    stage: stage.name,
    stage_detail: stage.sampler === 'genetic' ? `gen_${Math.floor(id / 50)}` : stage.sampler,
    sampler: stage.sampler,
    batch: Math.floor(id / 50),
    params,
    status,
    fitness: valid ? fitness : Number.NEGATIVE_INFINITY,
    ...(failed
      ? {}
      : {
          net_pnl: score * 61.234,
          max_drawdown: clamp(22 - score * 5 + normal(random), 3, 90),
          trade_count: Math.round(clamp(260 - params.slow + 20 * normal(random), 2, 2400)),
          win_rate: clamp(0.42 + score * 0.05, 0, 1),
          profit_factor: clamp(1 + score * 0.4, 0.1, 9),
        }),
    metrics: failed
      ? {}
      : {
          sharpe_ratio: score * 0.6,
          sortino_ratio: score * 0.81,
          calmar_ratio: fitness,
          ...Object.fromEntries(
            (options.shared ?? []).map((symbol, n) => [`fitness ${symbol}`, fitness + n - 1]),
          ),
        },
    ...(valid && options.objectives && { objectives: [score * 61.234, -params.slow] }),
    violations: invalid && !failed ? { trade_count: 3 } : {},
    window: null,
    is_oos: false,
    error: failed ? 'TypeError: Cannot read properties of undefined' : null,
    attempt: 1,
    slot: id % 2,
    ms: 40,
    at: '2026-11-21T10:15:30.123Z',
  };
}

interface Search {
  readonly symbol: string;
  readonly folder: string;
  readonly seed: number;
  readonly evaluations: Evaluation[];
  readonly improvements: [number, number][];
  best: Evaluation | null;
}

function extend(search: Search, options: FixtureRunOptions, count: number): boolean {
  let improved = false;
  const to = Math.min(options.planned, search.evaluations.length + count);
  while (search.evaluations.length < to) {
    const made = evaluate(options, search.seed, search.evaluations.length + 1);
    search.evaluations.push(made);
    if (made.status !== 'complete' || made.fitness <= (search.best?.fitness ?? -Infinity)) continue;
    search.best = made;
    search.improvements.push([made.id, made.fitness]);
    improved = true;
  }
  return improved;
}

function stageProgress(
  search: Search,
  options: FixtureRunOptions,
  state: RunState,
): StageProgress[] {
  return STAGES.map(({ name, sampler, share }, position) => {
    const budget = Math.round(options.planned * share);
    const mine = search.evaluations.filter((made) => made.stage === name);
    const last = mine.at(-1)?.id ?? 0;
    const best = search.improvements.filter(([id]) => id <= last).at(-1)?.[1] ?? null;
    const ended = mine.length >= budget;
    const unfinished = state === 'running' || state === 'stopping' ? 'running' : 'stopped';
    return {
      name,
      sampler,
      state: ended ? 'complete' : mine.length > 0 ? unfinished : 'waiting',
      evaluations: mine.length,
      budget,
      duplicates: position === 1 ? Math.floor(mine.length / 23) : 0,
      best,
      seconds: mine.length * (options.secondsEach ?? 0.02),
    } satisfies StageProgress;
  });
}

function symbolProgress(
  search: Search,
  options: FixtureRunOptions,
  state: RunState,
): SymbolProgress {
  const of = (status: EvaluationStatus) =>
    search.evaluations.filter((made) => made.status === status).length;
  return {
    symbol: search.symbol,
    folder: search.folder,
    state,
    stages: stageProgress(search, options, state),
    counts: {
      evaluations: search.evaluations.length,
      complete: of('complete'),
      invalid: of('invalid'),
      failed: of('failed'),
      pruned: 0,
      duplicates: 7,
      rejected_lines: 0,
    },
    best: search.best,
    holdout: search.best !== null && hasHoldout(options, state) ? onHoldout(search.best) : null,
    time: {
      strategy: 3.2,
      engine: 8.1,
      data: 1.4,
      search: 2.2,
      journal: 0.9,
      dispatch: 1.8,
      waiting: 0.4,
    },
    curve: search.improvements.slice(-60),
  };
}

function hasHoldout(options: FixtureRunOptions, state: RunState): boolean {
  return options.holdout === true && state === 'complete';
}

function onHoldout(best: Evaluation): Evaluation {
  return { ...best, net_pnl: 8.12, max_drawdown: 21.4, fitness: 0.412, is_oos: true };
}

const DAY = 86_400;

function walk(start: string, days: number, drift: number, random: Random) {
  let time = Date.parse(`${start}T21:00:00Z`) / 1000;
  let value = 100_000;
  let peak = value;
  const equity: [number, number][] = [];
  const drawdown: [number, number][] = [];
  const benchmark: [number, number][] = [];
  for (let day = 0; day < days; day++) {
    value *= 1 + drift + 0.008 * normal(random);
    peak = Math.max(peak, value);
    equity.push([time, Number(value.toFixed(2))]);
    benchmark.push([time, Number((100 * 1.0002 ** day).toFixed(2))]);
    drawdown.push([time, Number(((value / peak - 1) * 100).toFixed(4))]);
    time += day % 5 === 4 ? 3 * DAY : DAY;
  }
  return { equity, drawdown, currency: '$', benchmark };
}

const STATISTICS = {
  'Total Orders': '174',
  'Average Win': '4.81%',
  'Average Loss': '-1.64%',
  'Compounding Annual Return': '11.437%',
  Drawdown: '13.400%',
  Expectancy: '1.204',
  'Start Equity': '100000',
  'End Equity': '216325.41',
  'Net Profit': '116.325%',
  'Sharpe Ratio': '0.842',
  'Sortino Ratio': '0.931',
  'Probabilistic Sharpe Ratio': '41.217%',
  'Loss Rate': '44%',
  'Win Rate': '56%',
  'Profit-Loss Ratio': '2.93',
  Alpha: '0.021',
  Beta: '0.512',
  'Annual Standard Deviation': '0.098',
  'Information Ratio': '-0.311',
  'Tracking Error': '0.094',
  'Treynor Ratio': '0.161',
  'Total Fees': '$402.10',
  'Estimated Strategy Capacity': '$910000000.00',
  'Lowest Capacity Asset': 'SPY R735QTJ8XC9X',
  'Portfolio Turnover': '3.12%',
};

function bestView(search: Search, options: FixtureRunOptions, of = ''): BestView {
  const random = randomFrom(options.seed, search.seed + of.length, 1);
  if (search.best === null) {
    const none = { equity: [], drawdown: [], currency: '', statistics: {} };
    return { evaluation: null, ...none, holdout: null };
  }
  const holdout = {
    evaluation: onHoldout(search.best),
    ...walk('2019-01-02', 500, 0.0001, random),
    statistics: {
      ...STATISTICS,
      'Net Profit': '8.120%',
      'Sharpe Ratio': '0.214',
      Drawdown: '21.400%',
    },
  };
  return {
    evaluation: search.best,
    ...walk('2010-01-04', 2_260, 0.0004, random),
    statistics: STATISTICS,
    holdout: hasHoldout(options, options.state) ? holdout : null,
  };
}

function job(options: FixtureRunOptions, symbols: readonly string[]): Job {
  return {
    name: options.name,
    study: 'moving averages',
    tags: options.tags ?? [],
    executor: { name: 'embedded', options: {} },
    symbols: options.shared ?? symbols,
    mode: options.shared ? 'shared' : 'each',
    sharedFitness: 'median',
    symbolsParallel: 2,
    backtest: {
      strategy: options.strategy ?? 'sma-cross',
      securityType: 'equity',
      market: 'usa',
      resolution: 'daily',
      normalization: 'Adjusted',
      benchmark: 'self',
      dates: { start: '2010-01-01', end: '2018-12-31' },
      cash: 100_000,
      dataFolder: '/data',
      fixedParameters: {},
    },
    holdout: options.holdout ? { start: '2019-01-01', end: '2020-12-31' } : null,
    parameters: [
      { name: 'fast', type: 'int', min: 5, max: 60 },
      { name: 'slow', type: 'int', min: 20, max: 200, step: 5 },
      { name: 'threshold', type: 'float', min: 0, max: 0.1, step: 0.005 },
      { name: 'exit_on_close', type: 'boolean' },
    ],
    rules: ['fast < slow'],
    fitness: { name: 'calmar', options: { min_trades: 30 } },
    constraints: [{ metric: 'max_drawdown', operator: '<', value: 30 }],
    ...(options.objectives && { objectives: options.objectives }),
    stages: STAGES.map(({ name, sampler }) => ({
      name,
      enabled: true,
      sampler: { name: sampler, options: {} },
    })),
    seed: options.seed,
    slots: 2,
    budget: { evaluations: options.planned },
    timeoutSeconds: 60,
    memoryLimitMb: 512,
    attempts: 2,
    resume: true,
  };
}

const STATUS_CODES = { complete: 0, invalid: 1, failed: 2, pruned: 3 } as const;

function pointOf(made: Evaluation): Point {
  const stage = STAGES.findIndex(({ name }) => name === made.stage);
  const fitness = Number.isFinite(made.fitness) ? made.fitness : null;
  return [made.id, fitness, stage, STATUS_CODES[made.status]];
}

function pointsOf(search: Search, from: number, max: number): PointsView {
  const fresh = search.evaluations.slice(from);
  const every = Math.ceil(fresh.length / max);
  return {
    total: search.evaluations.length,
    stages: STAGES.map(({ name }) => name),
    points: fresh.filter((_, index) => index % every === 0).map(pointOf),
    best: search.improvements.filter(([id]) => id > from),
  };
}

export function fixtureRun(options: FixtureRunOptions): FixtureRun {
  const symbols = options.shared ? ['shared'] : (options.symbols ?? ['SPY']);
  const searches: Search[] = symbols.map((symbol, seed) => ({
    symbol,
    folder: symbol.replaceAll('/', '_'),
    seed,
    evaluations: [],
    improvements: [],
    best: null,
  }));
  const at = `${options.id.slice(0, 4)}-${options.id.slice(4, 6)}-${options.id.slice(6, 8)}T${options.id.slice(9, 11)}:${options.id.slice(11, 13)}:00.000Z`;
  for (const search of searches) extend(search, options, options.done);
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
    job: () => job(options, symbols),
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
      const { parameters, rules } = job(options, symbols);
      return searchCourse(evaluationCursor(ended, createSpace(parameters, rules), []));
    },
    advance: (count) => {
      const improved = searches.map((search) => extend(search, options, count)).some(Boolean);
      const ended = searches.every(({ evaluations }) => evaluations.length >= options.planned);
      if (ended && run.state === 'running') run.state = 'complete';
      return improved;
    },
  };
  return run;
}

/** One run of each kind that a page has to cope with. */
export function fixtureRuns(): FixtureRun[] {
  return [
    fixtureRun({
      id: '20261121_101530',
      name: 'spy moving averages',
      state: 'running',
      planned: 4_000,
      done: 900,
      seed: 7,
      tags: ['daily'],
    }),
    fixtureRun({
      id: '20261121_094410',
      name: 'queued behind it',
      strategy: 'buy-and-hold',
      state: 'queued',
      planned: 100,
      done: 0,
      seed: 1,
    }),
    fixtureRun({
      id: '20261120_181200',
      name: 'holdout',
      state: 'complete',
      planned: 1_500,
      done: 1_500,
      holdout: true,
      seed: 3,
      tags: ['daily', 'kept'],
      objectives: [
        { metric: 'net_pnl', direction: 'maximize' },
        { metric: 'slowness', direction: 'minimize' },
      ],
    }),
    fixtureRun({
      id: '20261119_120000',
      name: 'five symbols',
      symbols: ['SPY', 'AAPL', 'MSFT', 'BRK/B', 'GOOG'],
      state: 'complete',
      planned: 800,
      done: 800,
      holdout: true,
      seed: 11,
    }),
    fixtureRun({
      id: '20261119_110000',
      name: 'one set for three',
      shared: ['SPY', 'AAPL', 'BRK/B'],
      state: 'complete',
      planned: 600,
      done: 600,
      holdout: true,
      seed: 12,
    }),
    fixtureRun({
      id: '20261119_100000',
      name: 'two symbols under way',
      symbols: ['SPY', 'AAPL'],
      state: 'running',
      planned: 4_000,
      done: 100,
      seed: 17,
    }),
    fixtureRun({
      id: '20261118_073000',
      name: '<img src=x onerror=alert(1)> <b>markup stays text</b>',
      state: 'stopped',
      reason: 'Stopped by the user',
      planned: 600,
      done: 240,
      seed: 5,
    }),
    fixtureRun({
      id: '20261117_230112',
      name: 'a-name-without-any-place-to-break-it-because-somebody-named-the-file-so',
      strategy: 'strategies/opening-range-breakout.ts',
      state: 'failed',
      reason: 'Cannot write evaluations.jsonl: wanted 2,048 bytes, found a full disk (ENOSPC)',
      planned: 50_000,
      done: 31_000,
      seed: 9,
      secondsEach: 0.0005,
    }),
    fixtureRun({
      id: '20251231_235900',
      name: 'nothing valid',
      state: 'complete',
      planned: 200,
      done: 200,
      seed: 13,
      allInvalid: true,
    }),
  ];
}
