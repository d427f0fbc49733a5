import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../../runner/domain/errors.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { RunListener } from '../../../runner/domain/run-event.ts';
import type { RunRecord, RunState } from '../../../runner/domain/run-record.ts';
import { writeFileAtomic } from '../../../runner/run/atomic-write.ts';
import { encodeEvaluation } from '../../../runner/run/evaluation-line.ts';
import { encodeRecord } from '../../../runner/run/record-keeper.ts';
import type { RunStore } from '../../../runner/run/run-store.ts';
import type { RunExecution, Runner, Submission } from '../../../runner/run/runner.ts';
import { aJob } from '../../fixtures/a-job.ts';

/** The keys of the small jobs that these tests drop. */
export interface FakeJob {
  readonly name?: string;
  readonly seed?: number;
  readonly evaluations?: number;
  readonly delay_ms?: number;
  readonly resume?: boolean;
  readonly strategy?: string;
  readonly objectives?: Job['objectives'];
  readonly schedule?: Job['schedule'];
}

/** Reads the small jobs; a file with `parameters` alone is a parameter space. */
export const fakeReader = {
  async read(text: string, file: string) {
    let value: FakeJob & { parameters?: unknown };
    try {
      value = JSON.parse(text);
    } catch (error) {
      const problem = { path: '', wanted: 'JSON', found: (error as Error).message };
      throw new InputError(`Cannot read job "${file}"`, [problem]);
    }
    if (value.parameters !== undefined) {
      return { kind: 'other' as const, what: 'a parameter space' };
    }
    if (typeof value.evaluations !== 'number') {
      const problem = { path: 'evaluations', wanted: 'a number', found: `${value.evaluations}` };
      throw new InputError(`Cannot read job "${file}"`, [problem]);
    }
    return { kind: 'job' as const, job: jobOf(value) };
  },
};

export function jobOf(fake: FakeJob): Job {
  const plain = aJob();
  return {
    ...plain,
    name: fake.name ?? 'job',
    backtest: {
      ...plain.backtest,
      strategy: fake.strategy ?? 'sma-cross',
      dates: { start: '2001-01-01', end: '2002-01-01' },
      dataFolder: '/data',
      fixedParameters: { delay_ms: fake.delay_ms ?? 0 },
    },
    parameters: [{ name: 'fast', type: 'int', min: 1, max: 1_000_000 }],
    rules: [],
    fitness: { name: 'sharpe', options: {} },
    ...(fake.objectives && { objectives: fake.objectives }),
    stages: [{ name: 'random', enabled: true, sampler: { name: 'random', options: {} } }],
    seed: fake.seed ?? 1,
    slots: 1,
    budget: { evaluations: fake.evaluations ?? 1 },
    resume: fake.resume ?? true,
    ...(fake.schedule && { schedule: fake.schedule }),
  };
}

/** A runner whose backtests are a wait and a formula; its files are real. */
export function createFakeRunner(store: RunStore): Omit<Runner, typeof Symbol.asyncDispose> {
  const active = new Map<string, RunExecution>();
  const identity = ({ budget: _budget, resume: _resume, ...job }: Job) => JSON.stringify(job);

  const execute = (record: RunRecord, job: Job, message: string, kind: 'new' | 'resume') => {
    const execution = fakeExecution(store, record, job, () => active.delete(record.id));
    active.set(record.id, execution);
    return { kind, record, message, execution } satisfies Submission;
  };
  const goOn = (record: RunRecord, job: Job): Submission => {
    const running = active.get(record.id);
    if (running !== undefined) {
      return { kind: 'running', record: running.record, message: `Run ${record.id} is at it` };
    }
    if (record.state === 'complete' && made(record) >= (job.budget.evaluations ?? 0)) {
      return { kind: 'complete', record, message: `Run ${record.id} is complete` };
    }
    return execute(record, job, `Run ${record.id} resumes at ${made(record)}`, 'resume');
  };
  return {
    async submit(job, source) {
      if (job.backtest.strategy === 'missing') {
        const problem = { path: 'strategy', wanted: 'a strategy', found: '"missing"' };
        throw new InputError('Cannot prepare the backtest', [problem]);
      }
      const { records } = await store.list();
      const same = records.find(({ identity: { search } }) => search === identity(job));
      if (same !== undefined && job.resume) {
        const submission = goOn(same, job);
        if (submission.kind === 'resume') await store.replaceJob(same.id, job, source);
        return submission;
      }
      const record = await store.create(newRecord(job, identity(job)), job, source);
      return execute(record, job, `Run ${record.id} is new`, 'new');
    },
    async resume(id) {
      const found = await store.read(id).catch(() => {
        throw new InputError(`Cannot resume run "${id}"`, [
          { path: '', wanted: 'a run', found: 'none' },
        ]);
      });
      return goOn(found.record, found.job);
    },
  };
}

function fakeExecution(
  store: RunStore,
  first: RunRecord,
  job: Job,
  ended: () => void,
): RunExecution {
  let record = first;
  let reason: string | null = null;
  const drained = new AbortController();
  const set = async (listener: RunListener, state: RunState, why: string | null = null) => {
    record = { ...record, state, reason: why, updated_at: new Date().toISOString() };
    // On the disk first, as with the real one: those who hear of it look there.
    await writeFileAtomic(join(store.folder(record.id), 'run.json'), encodeRecord(record));
    listener({ type: 'record', record });
  };
  return {
    get record() {
      return record;
    },
    async start(listener) {
      await set(listener, 'running');
      const folder = join(store.folder(record.id), 'SPY');
      await mkdir(folder, { recursive: true });
      const delay = Number(job.backtest.fixedParameters['delay_ms']);
      // The lines count, not the record: a killed process leaves the record behind.
      const done = (await store.evaluations(record.id, 'SPY')).length;
      for (let id = done + 1; id <= (job.budget.evaluations ?? 0); id++) {
        if (delay > 0) await sleep(delay, undefined, { signal: drained.signal }).catch(() => {});
        if (drained.signal.aborted) break;
        const evaluation = fakeEvaluation(id);
        await appendFile(join(folder, 'evaluations.jsonl'), encodeEvaluation(evaluation));
        record = withEvaluation(record, evaluation);
        listener({
          type: 'evaluations',
          run: record.id,
          symbol: 'SPY',
          evaluations: [evaluation],
        });
      }
      await set(listener, drained.signal.aborted ? 'stopped' : 'complete', reason);
      ended();
      return record;
    },
    drain(why) {
      reason ??= why;
      drained.abort();
    },
    abort(why) {
      reason ??= why;
      drained.abort();
    },
  };
}

export function fakeEvaluation(id: number, more: Partial<Evaluation> = {}): Evaluation {
  return {
    v: 1,
    id,
    stage: 'random',
    stage_detail: 'random',
    sampler: 'random',
    batch: id,
    params: { fast: id },
    status: 'complete',
    fitness: (id * 7919) % 1000,
    net_pnl: id,
    metrics: { 'Sharpe Ratio': 1 },
    violations: {},
    window: null,
    is_oos: false,
    error: null,
    attempt: 1,
    slot: 0,
    ms: 1,
    at: '2026-11-21T10:15:30.123Z',
    ...more,
  };
}

function made(record: RunRecord): number {
  return record.symbols[0]?.counts.evaluations ?? 0;
}

function withEvaluation(record: RunRecord, evaluation: Evaluation): RunRecord {
  const [symbol] = record.symbols;
  if (symbol === undefined) return record;
  const counts = { ...symbol.counts, evaluations: evaluation.id, complete: evaluation.id };
  return { ...record, symbols: [{ ...symbol, counts, best: evaluation }] };
}

export function newRecord(job: Job, search = 'search'): Omit<RunRecord, 'id'> {
  const now = new Date().toISOString();
  return {
    v: 1,
    name: job.name,
    study: null,
    tags: job.tags,
    state: 'queued',
    reason: null,
    strategy: job.backtest.strategy,
    executor: 'embedded',
    dates: job.backtest.dates,
    holdout_dates: null,
    seed: job.seed,
    slots: 1,
    identity: { strategy: 's', data: 'd', search },
    versions: {},
    created_at: now,
    updated_at: now,
    ended_at: null,
    seconds: 0,
    evaluations_per_second: null,
    space_size: '1000000',
    planned_evaluations: job.budget.evaluations ?? null,
    symbols: [
      {
        symbol: 'SPY',
        folder: 'SPY',
        state: 'queued',
        stages: [
          {
            name: 'random',
            sampler: 'random',
            state: 'waiting',
            evaluations: 0,
            budget: null,
            duplicates: 0,
            best: null,
            seconds: 0,
          },
        ],
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
      },
    ],
  };
}
