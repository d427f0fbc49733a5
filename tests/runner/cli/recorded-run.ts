import type { Screen } from '../../../runner/cli/screen.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import type {
  RunRecord,
  StageProgress,
  SymbolProgress,
} from '../../../runner/domain/run-record.ts';
import { aJob } from '../../fixtures/a-job.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

/** A screen that keeps what is written, without colour. */
export function recordingScreen(rewrites = false): Screen & { text(): string } {
  const written: string[] = [];
  return {
    write: (text) => void written.push(text),
    rewrites,
    columns: 100,
    style: (_format, text) => text,
    text: () => written.join(''),
  };
}

export const plainStyle: Screen['style'] = (_format, text) => text;

export function evaluation(change: Partial<Evaluation> = {}): Evaluation {
  return anEvaluation({
    id: 137,
    stage: 'genetic',
    stage_detail: 'gen_3',
    sampler: 'genetic',
    batch: 4,
    params: { fast: 12, slow: 90 },
    fitness: 1.8412,
    net_pnl: 123.456,
    max_drawdown: 21.5,
    win_rate: 0.4893,
    profit_factor: Number.POSITIVE_INFINITY,
    metrics: { sharpe_ratio: 0.71, compounding_annual_return: 4.9 },
    ms: 2,
    ...change,
  });
}

export function stage(name: string, change: Partial<StageProgress> = {}): StageProgress {
  return {
    name,
    sampler: name,
    state: 'waiting',
    evaluations: 0,
    budget: 100,
    duplicates: 0,
    best: null,
    seconds: 0,
    ...change,
  };
}

export function progressOf(change: Partial<SymbolProgress> = {}): SymbolProgress {
  return {
    symbol: 'SPX',
    folder: 'SPX',
    state: 'running',
    stages: [stage('lhs'), stage('genetic', { budget: 511 })],
    counts: {
      evaluations: 0,
      complete: 0,
      invalid: 0,
      failed: 0,
      pruned: 0,
      duplicates: 0,
      rejected_lines: 0,
    },
    best: null,
    holdout: null,
    curve: [],
    ...change,
  };
}

export function recordOf(change: Partial<RunRecord> = {}): RunRecord {
  return {
    v: 1,
    id: '20261121_101530',
    name: 'quickstart',
    study: null,
    tags: [],
    state: 'running',
    reason: null,
    strategy: 'sma-cross',
    executor: 'embedded',
    dates: { start: '2000-01-03', end: '2016-12-30' },
    holdout_dates: { start: '2017-01-03', end: '2020-12-31' },
    seed: 42,
    slots: 2,
    identity: { strategy: 'a', data: 'b', search: 'c' },
    versions: { leantune: '0.1.0' },
    created_at: '2026-11-21T10:15:30.000Z',
    updated_at: '2026-11-21T10:15:30.000Z',
    ended_at: null,
    seconds: 160,
    evaluations_per_second: 3.82,
    space_size: '679140',
    planned_evaluations: 611,
    symbols: [progressOf()],
    ...change,
  };
}

export function jobOf(change: Partial<Job> = {}): Job {
  const plain = aJob();
  return {
    ...plain,
    name: 'quickstart',
    symbols: ['SPX'],
    backtest: {
      ...plain.backtest,
      dates: { start: '2000-01-03', end: '2016-12-30' },
      dataFolder: '/data',
    },
    holdout: { start: '2017-01-03', end: '2020-12-31' },
    parameters: [
      { name: 'fast', type: 'int', min: 5, max: 50 },
      { name: 'slow', type: 'int', min: 20, max: 201, step: 10 },
    ],
    fitness: { name: 'calmar', options: { min_trades: 10 } },
    constraints: [{ metric: 'max_drawdown', operator: '<=', value: 40 }],
    stages: [],
    budget: { evaluations: 611 },
    ...change,
  };
}

export function recordEvent(stages: readonly StageProgress[]): RunEvent {
  return { type: 'record', record: recordOf({ symbols: [progressOf({ stages })] }) };
}
