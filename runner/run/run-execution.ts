import { messageOf } from '../domain/errors.ts';
import type { Executor } from '../domain/executor.ts';
import type { RunListener } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { ExecutorLease, StrategyLog } from './executor-pool.ts';
import { createRecordKeeper, type RecordKeeper } from './record-keeper.ts';
import { openRunLog } from './run-log.ts';
import { runSearches, type Searched } from './run-searches.ts';
import { both, type RunVoice, runVoice } from './run-voice.ts';
import type { RunWatcher, WatcherContext } from './run-watcher.ts';
import type { RunExecution } from './runner.ts';
import { guardSpace } from './space-guard.ts';
import { createStanding, type Standing } from './standing.ts';
import { createStopControl } from './stop-control.ts';
import { tellSlots } from './tell-slots.ts';
import { timeBudget } from './time-budget.ts';
import type { OtherEngine } from './verify-bests.ts';
import { verifyEnded } from './verify-ended.ts';

export interface RunExecutionOptions extends Searched {
  /** Said once at the start: what the preparation warned of. */
  readonly warnings: readonly string[];
  /** Lends an executor for the time of the run. */
  readonly lend: (log: StrategyLog) => Promise<ExecutorLease>;
  /** Makes an executor with one slot that has done nothing before. */
  readonly fresh: () => Promise<Executor>;
  /** How the best of an embedded search is backtested on LEAN; null where none is set up. */
  readonly otherEngine?: (() => Promise<OtherEngine | null>) | undefined;
  readonly ended: () => void;
  /** Writes reports into the run's folder when it ends, before its state says so. */
  readonly report?: ((folder: string, record: RunRecord) => Promise<void>) | undefined;
  /** No backtest is begun where less than this is free on the disk, in megabytes. */
  readonly leastFreeMb: number;
  /** Follows the run beside whoever started it. */
  readonly watch?: ((context: WatcherContext) => RunWatcher | undefined) | undefined;
}

/** What a run that was started keeps and tells by. */
interface Telling {
  readonly keeper: RecordKeeper;
  readonly voice: RunVoice;
}

/** A run of this process: its record, its log and its ends. */
export class StoredRunExecution implements RunExecution {
  readonly #options: RunExecutionOptions;
  readonly #standing: Standing;
  readonly #stop = createStopControl();
  #keeper: RecordKeeper | undefined;
  /** Begun when the last search has found its best, while outputs are written. */
  #verifying: Promise<void> | undefined;

  constructor(options: RunExecutionOptions) {
    this.#options = options;
    this.#standing = createStanding(options.record.symbols);
  }

  get record(): RunRecord {
    return this.#keeper?.record ?? this.#options.record;
  }

  drain(reason: string): void {
    this.#stop.drain(reason);
  }

  abort(reason: string): void {
    this.#stop.abort(reason);
  }

  async start(listener: RunListener): Promise<RunRecord> {
    const { folder, record, job, warnings } = this.#options;
    if (this.#keeper !== undefined)
      throw new Error(`Cannot start run ${record.id}: it was started before`);
    using ending = new DisposableStack();
    // Also where not even the log can be opened: the run must not seem to be at it for ever.
    ending.defer(this.#options.ended);
    await using runLog = openRunLog(folder);
    const { log } = runVoice(record.id, runLog, listener);
    await using watcher = this.#options.watch?.({ record, log });
    const voice = runVoice(record.id, runLog, both(listener, watcher?.listen));
    const symbols = this.#standing.list;
    const keeper = createRecordKeeper({ folder, record, symbols, emit: voice.emit });
    this.#keeper = keeper;
    const timer = timeBudget(job, record, this.#stop.drain);
    try {
      await keeper.state('running');
      for (const warning of warnings) voice.log('warn', warning);
      await this.#carryOut({ keeper, voice });
    } catch (error) {
      await this.#breakOff(error, { keeper, voice });
    } finally {
      clearTimeout(timer);
      keeper.close();
    }
    return keeper.record;
  }

  async #breakOff(error: unknown, { keeper, voice }: Telling): Promise<void> {
    const { reason } = this.#stop;
    if (this.#stop.isOwn(error)) return await keeper.state('stopped', reason).catch(() => {});
    voice.log('error', messageOf(error));
    await keeper.state('failed', messageOf(error)).catch(() => {});
  }

  async #carryOut(telling: Telling): Promise<void> {
    const { keeper, voice } = telling;
    const { record, job } = this.#options;
    voice.log('info', `Run ${record.id} starts with ${job.slots} slots`);
    const states = await this.#searchAll(telling).finally(() =>
      // Nothing may go on behind a run that has failed.
      this.#verifying?.catch(() => {}),
    );
    const ended = states.every((state) => state === 'complete') || this.#stop.isTimeUp;
    const state = ended ? 'complete' : 'stopped';
    if (ended) await (this.#verifying ?? this.#verify(telling));
    await this.#report({ ...keeper.record, state }, voice);
    // What was told to stop when nothing was left to do is complete, and for no other reason.
    const isCutShort = !ended || this.#stop.isTimeUp;
    await keeper.state(state, isCutShort ? this.#stop.reason : null);
    voice.log('info', `Run ${record.id} is ${state}`);
  }

  async #searchAll(telling: Telling): ReturnType<typeof runSearches> {
    const { folder, record, leastFreeMb, lend } = this.#options;
    const { log, emit } = telling.voice;
    // What has no level is what strategies print.
    await using lease = await lend((text, level) =>
      level === undefined ? log('info', `strategy: ${text.trimEnd()}`) : log(level, text),
    );
    const executor = guardSpace(lease.executor, {
      folder,
      leastMb: leastFreeMb,
      paused: (reason) => this.#pause(reason, telling),
    });
    using _telling = tellSlots(executor, record.id, emit);
    const verify = async (): Promise<void> => {
      // Given back first: what searched holds memory, and has no more to do.
      await lease[Symbol.asyncDispose]();
      await this.#verify(telling);
    };
    // Awaited here: the executor is lent until this function returns.
    return await runSearches({
      ...telling,
      searched: this.#options,
      executor,
      stop: this.#stop,
      standing: this.#standing,
      allFound: () => {
        this.#verifying = verify();
        // Heard of where the run waits for it.
        this.#verifying.catch(() => {});
      },
    });
  }

  async #verify({ keeper, voice }: Telling): Promise<void> {
    const { job, folder, fresh, otherEngine } = this.#options;
    const stop = this.#stop;
    await verifyEnded({
      runFolder: folder,
      own: { job, fresh },
      other: otherEngine,
      searches: this.#standing.list,
      signal: stop.aborted,
      isStopped: () => stop.drained.aborted && !stop.isTimeUp,
      log: voice.log,
      verified: (search, verified) => {
        this.#standing.verified(search.symbol, verified);
        keeper.touch();
      },
    });
  }

  /** Paused for a reason, or going on where it is null. */
  async #pause(reason: string | null, { keeper, voice }: Telling): Promise<void> {
    const isPaused = reason !== null;
    this.#stop.setPaused(isPaused);
    voice.log('warn', isPaused ? `Paused: ${reason}` : 'There is room on the disk again');
    // On a full disk the record may not be written; it is told all the same.
    await keeper.state(isPaused ? 'paused' : 'running', reason).catch(() => {});
    const { drained, reason: why } = this.#stop;
    if (isPaused && drained.aborted) this.#stop.abort(why ?? 'stopped');
  }

  /** A report can be written again at any time: its loss is no failure of the run. */
  async #report(record: RunRecord, voice: RunVoice): Promise<void> {
    const { folder, report } = this.#options;
    await report?.(folder, record).catch((error: unknown) =>
      voice.log('warn', `Cannot write the summaries: ${messageOf(error)}`),
    );
  }
}
