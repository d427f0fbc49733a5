import { join } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { Executor, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { RunListener } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { addTimes, type TimeSplit } from '../domain/time-split.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import type { FitnessRegistry } from '../pipeline/registries.ts';
import { createSlotClock, type SlotClock } from '../pipeline/slot-clock.ts';
import type { ExecutorLease, StrategyLog } from './executor-pool.ts';
import { mapAtMost } from './map-at-most.ts';
import { createRecordKeeper, type RecordKeeper } from './record-keeper.ts';
import { openRunLog } from './run-log.ts';
import { runSymbol } from './run-symbol.ts';
import { both, type RunVoice, runVoice } from './run-voice.ts';
import type { RunWatcher, WatcherContext } from './run-watcher.ts';
import type { RunExecution } from './runner.ts';
import { searchesOf } from './searches.ts';
import { guardSpace } from './space-guard.ts';
import { createStanding, type Standing } from './standing.ts';
import { symbolFolder } from './symbol-folder.ts';
import type { OpenOutputs } from './symbol-outputs.ts';
import { tellSlots } from './tell-slots.ts';
import { TIME_IS_UP, timeBudget } from './time-budget.ts';
import type { OtherEngine } from './verify-bests.ts';
import { verifyEnded } from './verify-ended.ts';

export interface RunExecutionOptions {
  readonly folder: string;
  readonly record: RunRecord;
  readonly job: Job;
  readonly plan: SearchPlan;
  readonly fitnesses: FitnessRegistry;
  /** Said once at the start: what the preparation warned of. */
  readonly warnings: readonly string[];
  /** What reading and checking data and strategy took before; no slot could work meanwhile. */
  readonly preparationSeconds: number;
  /** What the executor knows of each symbol's strategy and data. */
  readonly preparations: ReadonlyMap<string, Preparation>;
  /** Lends an executor for the time of the run. */
  readonly lend: (log: StrategyLog) => Promise<ExecutorLease>;
  /** Makes an executor with one slot that has done nothing before. */
  readonly fresh: () => Promise<Executor>;
  /** How the best of an embedded search is backtested on LEAN; null where none is set up. */
  readonly otherEngine?: (() => Promise<OtherEngine | null>) | undefined;
  readonly ended: () => void;
  /** Writes reports into the run's folder when it ends, before its state says so. */
  readonly report?: ((folder: string, record: RunRecord) => Promise<void>) | undefined;
  /** Makes what is written of each search's results. */
  readonly outputs?: OpenOutputs | undefined;
  /** No backtest is begun where less than this is free on the disk, in megabytes. */
  readonly leastFreeMb: number;
  /** Follows the run beside whoever started it. */
  readonly watch?: ((context: WatcherContext) => RunWatcher | undefined) | undefined;
}

interface SearchContext {
  readonly executor: Executor;
  readonly clock: SlotClock;
  readonly requestId: () => number;
  readonly keeper: RecordKeeper;
  readonly voice: RunVoice;
  /** A search is over but for what is written of it. */
  readonly found: () => void;
}

/** A run of this process: its symbols, its record, its log and its ends. */
export class StoredRunExecution implements RunExecution {
  readonly #options: RunExecutionOptions;
  readonly #standing: Standing;
  readonly #drain = new AbortController();
  readonly #abort = new AbortController();
  #reason: string | null = null;
  /** What `abort` was given, so that its way through everything is told from a fault. */
  #aborted: Error | null = null;
  #keeper: RecordKeeper | undefined;
  #isPaused = false;
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
    this.#reason ??= reason;
    this.#drain.abort();
    // What waits for room on the disk would be waited for.
    if (this.#isPaused) this.#giveUp(reason);
  }

  abort(reason: string): void {
    this.drain(reason);
    this.#giveUp(reason);
  }

  #giveUp(reason: string): void {
    this.#aborted ??= new Error(reason);
    this.#abort.abort(this.#aborted);
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
    const timer = timeBudget(job, record, (reason) => this.drain(reason));
    try {
      await keeper.state('running');
      for (const warning of warnings) voice.log('warn', warning);
      await this.#carryOut(keeper, voice);
    } catch (error) {
      await this.#breakOff(error, { keeper, voice });
    } finally {
      clearTimeout(timer);
      keeper.close();
    }
    return keeper.record;
  }

  async #breakOff(
    error: unknown,
    { keeper, voice }: Pick<SearchContext, 'keeper' | 'voice'>,
  ): Promise<void> {
    if (error === this.#aborted) return await keeper.state('stopped', this.#reason).catch(() => {});
    voice.log('error', messageOf(error));
    await keeper.state('failed', messageOf(error)).catch(() => {});
  }

  async #carryOut(keeper: RecordKeeper, voice: RunVoice): Promise<void> {
    const { record, job } = this.#options;
    voice.log('info', `Run ${record.id} starts with ${job.slots} slots`);
    const states = await this.#searchAll(keeper, voice).finally(() =>
      // Nothing may go on behind a run that has failed.
      this.#verifying?.catch(() => {}),
    );
    const ended = states.every((state) => state === 'complete') || this.#reason === TIME_IS_UP;
    const state = ended ? 'complete' : 'stopped';
    if (ended) await (this.#verifying ?? this.#verify(keeper, voice));
    await this.#report({ ...keeper.record, state }, voice);
    // What was told to stop when nothing was left to do is complete, and for no other reason.
    const isCutShort = !ended || this.#reason === TIME_IS_UP;
    await keeper.state(state, isCutShort ? this.#reason : null);
    voice.log('info', `Run ${record.id} is ${state}`);
  }

  async #searchAll(
    keeper: RecordKeeper,
    voice: RunVoice,
  ): Promise<readonly ('complete' | 'stopped')[]> {
    const { job, lend } = this.#options;
    // What has no level is what strategies print.
    await using lease = await lend((text, level) =>
      level === undefined
        ? voice.log('info', `strategy: ${text.trimEnd()}`)
        : voice.log(level, text),
    );
    const executor = guardSpace(lease.executor, {
      folder: this.#options.folder,
      leastMb: this.#options.leastFreeMb,
      paused: (reason) => this.#pause(reason, { keeper, voice }),
    });
    using _telling = tellSlots(executor, this.#options.record.id, voice.emit);
    const requestId = counter();
    let left = searchesOf(job).length;
    const verify = async (): Promise<void> => {
      // Given back first: what searched holds memory, and has no more to do.
      await lease[Symbol.asyncDispose]();
      await this.#verify(keeper, voice);
    };
    const found = (): void => {
      if (--left > 0) return;
      this.#verifying = verify();
      // Heard of where the run waits for it.
      this.#verifying.catch(() => {});
    };
    const clock = createSlotClock(executor);
    const search = (symbol: string): Promise<'complete' | 'stopped'> =>
      this.#searchSymbol(symbol, {
        executor,
        clock,
        requestId,
        keeper,
        voice,
        found,
      }).catch((error: unknown) => {
        // One symbol's fault ends the run, and the others must not write on behind it.
        this.#abort.abort(error);
        this.#drain.abort();
        throw error;
      });
    // Awaited here: the executor is lent until this function returns.
    return await mapAtMost(job.symbolsParallel, searchesOf(job), search);
  }

  async #verify(keeper: RecordKeeper, voice: RunVoice): Promise<void> {
    const { job, folder, fresh, otherEngine } = this.#options;
    await verifyEnded({
      runFolder: folder,
      own: { job, fresh },
      other: otherEngine,
      searches: this.#standing.list,
      signal: this.#abort.signal,
      isStopped: () => this.#drain.signal.aborted && this.#reason !== TIME_IS_UP,
      log: voice.log,
      verified: (search, verified) => {
        this.#standing.verified(search.symbol, verified);
        keeper.touch();
      },
    });
  }

  /** Paused for a reason, or going on where it is null. */
  async #pause(
    reason: string | null,
    { keeper, voice }: Pick<SearchContext, 'keeper' | 'voice'>,
  ): Promise<void> {
    this.#isPaused = reason !== null;
    voice.log('warn', reason === null ? 'There is room on the disk again' : `Paused: ${reason}`);
    // On a full disk the record may not be written; it is told all the same.
    await keeper.state(reason === null ? 'running' : 'paused', reason).catch(() => {});
    if (this.#isPaused && this.#drain.signal.aborted) this.#giveUp(this.#reason ?? 'stopped');
  }

  /** A report can be written again at any time: its loss is no failure of the run. */
  async #report(record: RunRecord, voice: RunVoice): Promise<void> {
    const { folder, report } = this.#options;
    await report?.(folder, record).catch((error: unknown) =>
      voice.log('warn', `Cannot write the summaries: ${messageOf(error)}`),
    );
  }

  async #searchSymbol(
    symbol: string,
    { executor, clock, requestId, keeper, voice, found }: SearchContext,
  ): Promise<'complete' | 'stopped'> {
    const { folder, job, plan, fitnesses, record, preparations } = this.#options;
    const run = record.id;
    using time = clock.open(this.#timeBefore(symbol));
    const own = join(folder, symbolFolder(symbol));
    await using outputs = this.#options.outputs?.({ folder: own, run, symbol, job });
    return await runSymbol({
      runFolder: folder,
      symbol,
      job,
      plan,
      executor,
      time,
      fitnesses,
      requestId,
      drain: this.#drain.signal,
      abort: this.#abort.signal,
      isOver: () => this.#reason === TIME_IS_UP,
      progress: (progress) => {
        this.#standing.moved(progress);
        keeper.touch();
      },
      evaluated: (evaluations) => {
        keeper.made(evaluations.length);
        voice.emit({ type: 'evaluations', run, symbol, evaluations });
      },
      best: (evaluation) => voice.emit({ type: 'best', run, symbol, evaluation }),
      log: voice.log,
      preparation: preparations.get(symbol) ?? preparations.get(job.symbols[0] ?? ''),
      before: this.#standing.of(symbol),
      found,
      outputs,
      start: this.#options.record.starts?.[symbol],
    });
  }

  /** What a search took in earlier sessions, and its part of this session's preparation. */
  #timeBefore(symbol: string): TimeSplit {
    const { job, preparationSeconds } = this.#options;
    const data = (preparationSeconds * job.slots) / searchesOf(job).length;
    return addTimes([this.#standing.of(symbol)?.time ?? {}, { data }]);
  }
}

function counter(): () => number {
  let last = 0;
  return () => ++last;
}
