import { join } from 'node:path';
import { InputError, messageOf } from '../domain/errors.ts';
import type { Executor } from '../domain/executor.ts';
import type { Identified } from '../domain/identified.ts';
import type { Job } from '../domain/job.ts';
import type { Identity, RunRecord } from '../domain/run-record.ts';
import type { FitnessRegistry } from '../pipeline/registries.ts';
import { type CheckedJob, type CheckOptions, checkJob } from './check-job.ts';
import { countEvaluations } from './count-evaluations.ts';
import { createExecutorPool, type ExecutorPool, type StrategyLog } from './executor-pool.ts';
import { grew } from './grew.ts';
import { keptSource } from './kept-source.ts';
import { newRecord, plannedEvaluations } from './new-record.ts';
import { StoredRunExecution } from './run-execution.ts';
import type { RunStore } from './run-store.ts';
import type { RunWatcher, WatcherContext } from './run-watcher.ts';
import type { JobSource, RunExecution, Runner, Submission } from './runner.ts';
import { studyNamed } from './study-notes.ts';
import { isOvertaken, planAfter, startInStudy } from './study-start.ts';
import { startsText } from './study-text.ts';
import type { OpenOutputs } from './symbol-outputs.ts';
import type { OtherEngine } from './verify-bests.ts';

export interface RunnerOptions extends CheckOptions {
  readonly store: RunStore;
  readonly fitnesses: FitnessRegistry;
  /** The job of a run as it can be carried out here, where its folder came from elsewhere. */
  readonly relocate?: (job: Job, source: JobSource) => Promise<Job>;
  /** Makes the executor that a job names; the runner starts and disposes it. */
  readonly createExecutor: (job: Job, log: StrategyLog) => Executor;
  /** What differs between two jobs, in words; empty where they are the same search. */
  readonly differences: (before: Identified, now: Identified) => readonly string[];
  /** Writes reports into a run's folder when it ends. */
  readonly report?: (folder: string, record: RunRecord) => Promise<void>;
  /** Makes what is written of each search's results; nothing is where absent. */
  readonly outputs?: OpenOutputs;
  /** No backtest is begun where less than this is free on the disk, in megabytes; 0: it is not looked at. */
  readonly leastFreeMb?: number;
  /**
   * A run's job as another engine carries it out, to verify the best by; null where none is set up.
   * @throws InputError where the strategy or the data are not for it
   */
  readonly otherEngine?: (record: RunRecord, job: Job) => Promise<Job | null>;
  /** Follows every run beside whoever started it. */
  readonly watch?: (job: Job, context: WatcherContext) => RunWatcher;
  /** Of leantune, Node and whatever else decides numbers. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What a new run is made of beside its job. */
interface Beginning {
  readonly source: JobSource;
  readonly records: readonly RunRecord[];
  /** The complete run that it goes on from under a larger budget. */
  readonly after?: RunRecord;
}

export function createRunner(options: RunnerOptions): Runner {
  return new StoredRunner(options);
}

class StoredRunner implements Runner {
  readonly #options: RunnerOptions;
  readonly #pool: ExecutorPool;
  /** Runs that were handed out and have not ended, by id. */
  readonly #active = new Map<string, RunExecution>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#pool = createExecutorPool(options.createExecutor);
  }

  async submit(given: Job, source: JobSource): Promise<Submission> {
    const job = { ...given, study: await studyNamed(this.#options.store.root, given.study) };
    const checked = await checkJob(job, this.#pool, this.#options);
    const { records } = await this.#options.store.list();
    const same = records.find(
      ({ identity, study }) => study === job.study && isSame(identity, checked.identity),
    );
    return same !== undefined && takesUp(job, same)
      ? this.#goOn(same, checked, source)
      : this.#begin(checked, { source, records });
  }

  async resume(id: string): Promise<Submission> {
    const { store, differences, relocate } = this.#options;
    const { record, job: stored } = await readRun(store, id);
    const source = await keptSource(store.folder(id));
    const job = (await relocate?.(stored, source)) ?? stored;
    const checked = await checkJob(job, this.#pool, this.#options);
    if (!isSame(record.identity, checked.identity)) {
      const parts = differences({ job, identity: record.identity }, checked);
      throw new InputError(`Cannot resume run ${id}`, [
        { path: '', wanted: 'what the run started with', found: `${parts.join(' and ')} changed` },
      ]);
    }
    return this.#goOn(record, checked, source);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
  }

  async #goOn(record: RunRecord, checked: CheckedJob, source: JobSource): Promise<Submission> {
    const { store } = this.#options;
    const running = this.#active.get(record.id);
    if (running !== undefined) {
      return {
        kind: 'running',
        record: running.record,
        message: `Run ${record.id} is at it already`,
      };
    }
    const complete = record.state === 'complete';
    // Where the job of the run is lost, going on puts it back.
    const past = await store.read(record.id).catch(() => null);
    if (complete && past !== null && !grew(past.job, checked.job)) {
      return { kind: 'complete', record, message: `Run ${record.id} is complete` };
    }
    const { records } = await store.list();
    if (complete && isOvertaken(record, records)) {
      return await this.#begin(checked, { source, records, after: record });
    }
    await store.replaceJob(record.id, checked.job, source);
    const evaluations = await this.#countOf(record);
    const message = complete
      ? `Run ${record.id} goes on with a larger budget`
      : `Run ${record.id} resumes at ${evaluations} evaluations`;
    const execution = this.#execution(record, checked);
    return { kind: 'resume', record, message, execution, preflight: checked.preflight };
  }

  /** What is on the disk: the record may be a second old where its process was killed. */
  async #countOf({ id, symbols }: RunRecord): Promise<number> {
    const folder = this.#options.store.folder(id);
    const counts = symbols.map(
      async (symbol) =>
        (await countEvaluations(join(folder, symbol.folder))) ?? symbol.counts.evaluations,
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async #begin(checked: CheckedJob, { source, records, after }: Beginning): Promise<Submission> {
    const { store, versions, fitnesses } = this.#options;
    const { job } = checked;
    const why =
      after === undefined
        ? await this.#whyNew(checked, records)
        : `, since others went on from run ${after.id}`;
    const earlier = records.filter(({ study }) => study === job.study);
    const begin = async (folder: string): Promise<Partial<RunRecord>> => {
      if (job.study === null) return {};
      const study = { ...checked, fitnesses, earlier, after, folderOf: store.folder };
      const starts = await startInStudy(folder, study);
      const before = Math.min(...Object.values(starts).map((start) => start.before ?? 0));
      const plan = planAfter(checked.plan, before);
      return { starts, planned_evaluations: plannedEvaluations(job, plan) };
    };
    const record = await store.create(newRecord({ ...checked, versions }), job, source, begin);
    const execution = this.#execution(record, checked);
    const message = `Run ${record.id} is new${why}${startsText(record)}`;
    return { kind: 'new', record, message, execution, preflight: checked.preflight };
  }

  /** What keeps a job from being the run that it was before; empty where there is none. */
  async #whyNew(checked: CheckedJob, records: readonly RunRecord[]): Promise<string> {
    const { store, differences } = this.#options;
    const before = records.find(({ name }) => name === checked.job.name);
    if (before === undefined) return '';
    // A run whose job cannot be read is no reason to hold a new one up.
    const past = await store.read(before.id).catch(() => null);
    if (past === null) return '';
    const parts = differences({ job: past.job, identity: before.identity }, checked);
    return parts.length === 0 ? '' : `: ${parts.join(' and ')} changed since run ${before.id}`;
  }

  /** Data in memory twice could be too much; LEAN's harnesses are dear to start and hold little. */
  async #otherEngine(record: RunRecord, job: Job): Promise<OtherEngine | null> {
    const other = await this.#options.otherEngine?.(record, job);
    return other ? { job: other, fresh: () => this.#fresh(other) } : null;
  }

  async #fresh(job: Job): Promise<Executor> {
    if (job.backtest.engine !== 'lean') await this.#pool.retire();
    return this.#options.createExecutor({ ...job, slots: 1 }, () => {});
  }

  #execution(record: RunRecord, checked: CheckedJob): RunExecution {
    const { job, plan, warnings, preparations, preparationSeconds } = checked;
    const execution = new StoredRunExecution({
      report: this.#options.report,
      outputs: this.#options.outputs,
      leastFreeMb: this.#options.leastFreeMb ?? 0,
      watch: (context) => this.#options.watch?.(job, context),
      folder: this.#options.store.folder(record.id),
      record: { ...record, slots: job.slots },
      job,
      plan,
      fitnesses: this.#options.fitnesses,
      warnings,
      preparations,
      preparationSeconds,
      lend: (log) => this.#pool.lend(job, log),
      fresh: () => this.#fresh(job),
      otherEngine: () => this.#otherEngine(record, job),
      ended: () => this.#active.delete(record.id),
    });
    this.#active.set(record.id, execution);
    return execution;
  }
}

function isSame(one: Identity, other: Identity): boolean {
  return one.strategy === other.strategy && one.data === other.data && one.search === other.search;
}

/** `unfinished` leaves a run that is complete as it is. */
function takesUp({ resume }: Job, { state }: RunRecord): boolean {
  return resume === 'unfinished' ? state !== 'complete' : resume;
}

async function readRun(
  store: RunStore,
  id: string,
): Promise<Awaited<ReturnType<RunStore['read']>>> {
  try {
    return await store.read(id);
  } catch (error) {
    const found = messageOf(error);
    throw new InputError(`Cannot resume run "${id}"`, [
      { path: '', wanted: `a run in "${store.root}"`, found },
    ]);
  }
}
