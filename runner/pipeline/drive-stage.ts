import type { Evaluation } from '../domain/evaluation.ts';
import type {
  BacktestRequest,
  BacktestSetup,
  CompleteOutcome,
  Executor,
  Outcome,
} from '../domain/executor.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { evaluationOf } from './evaluation-of.ts';
import type { Scorer } from './score.ts';
import type { SlotAccount } from './slot-account.ts';
import {
  type AskedBatch,
  type AskedItem,
  StageAsks,
  type StageAsksOptions,
  type StagePosition,
  toldOf,
} from './stage-asks.ts';

/** What an evaluation's line leaves out. */
export interface Measured {
  readonly outcome: Outcome;
  /** The set's point in the grid, -1 where it stands at none. */
  readonly point: number;
}

/** Where a stage's results go. What is recorded is on its way to the disk when `flush` returns. */
export interface Recorder {
  evaluation(evaluation: Evaluation, measured: Measured): void;
  duplicates(batch: AskedBatch): void;
  /** Writes what is buffered; called before the sampler is told. */
  flush(): void;
}

export interface DriveStageOptions extends StageAsksOptions {
  readonly executor: Executor;
  readonly setup: BacktestSetup;
  readonly scorer: Scorer;
  readonly recorder: Recorder;
  /** Where the time of the stage's slots is booked. */
  readonly time: SlotAccount;
  /** Told of every backtest that was carried out to its end. */
  readonly completed?: (outcome: CompleteOutcome, params: ParameterSet) => void;
  /** Where every backtest's full result is wanted: keeps it, before its line is written. */
  readonly keepResult?: ((id: number, outcome: CompleteOutcome) => Promise<void>) | undefined;
  /** Ids for requests, unique among all that share the executor. */
  readonly requestId: () => number;
  /** The most backtests that a slot is handed at a time; the executor's own where absent. */
  readonly chunkSize?: number | undefined;
  /** Given a way to ask how far the stage is told. */
  readonly watch?: (position: () => StagePosition) => void;
  /** Aborted: nothing new is sent, what is in flight ends. */
  readonly drain: AbortSignal;
  /** Aborted: what is in flight is given up. */
  readonly abort: AbortSignal;
}

export interface DrivenStage {
  readonly ended: 'done' | 'budget' | 'duplicates' | 'stopped';
  readonly evaluations: number;
  readonly duplicates: number;
  readonly batches: number;
  readonly nextId: number;
}

/** Batches asked ahead where the sampler does not learn, so that no slot waits at a border. */
const MOST_BATCHES_AHEAD = 64;

/** Asks answered from the record between two turns of the event loop. */
const MOST_ASKS_A_TURN = 2_000;

/**
 * Carries a stage out: ask → evaluate → tell, until the sampler, the budget or the user ends it.
 *
 * A sampler that learns is asked for the next batch when the last is told, so the asks are the same
 * whatever the number of slots; one that does not learn is asked ahead.
 */
export function driveStage(options: DriveStageOptions): Promise<DrivenStage> {
  return new StageDriver(options).drive();
}

class StageDriver {
  readonly #options: DriveStageOptions;
  readonly #asks: StageAsks;
  /** Batches that are not told yet, oldest first. */
  readonly #outstanding: AskedBatch[] = [];
  /** Items that no slot has taken yet. */
  readonly #queue: AskedItem[] = [];
  readonly #end = Promise.withResolvers<DrivenStage>();
  #active = 0;
  #failed = false;

  constructor(options: DriveStageOptions) {
    this.#options = options;
    this.#asks = options.time.busy('search', () => new StageAsks(options));
    options.watch?.(() => this.#asks.settled);
  }

  drive(): Promise<DrivenStage> {
    this.#pump();
    return this.#end.promise;
  }

  /** Moves everything on that can move; called whenever a slot has become free. */
  #pump(): void {
    if (this.#failed) return;
    try {
      this.#tellComplete();
      if (!this.#askAhead()) {
        setImmediate(() => this.#pump());
        return;
      }
      const { drain, executor } = this.#options;
      while (!drain.aborted && this.#active < executor.slots && this.#queue.length > 0) {
        this.#launch();
      }
      if (this.#active === 0) this.#finish();
    } catch (error) {
      this.#fail(error);
    }
  }

  #tellComplete(): void {
    for (
      let batch = this.#outstanding[0];
      batch?.items.every(isTold);
      batch = this.#outstanding[0]
    ) {
      const told = batch;
      this.#options.recorder.flush();
      this.#options.time.busy('search', () => this.#asks.tell(told));
      this.#outstanding.shift();
    }
  }

  /** Returns false where the turn's share of asks is used up. */
  #askAhead(): boolean {
    for (let asked = 0; this.#mayAsk(); asked++) {
      if (asked === MOST_ASKS_A_TURN) return false;
      const batch = this.#options.time.busy('search', () => this.#asks.next());
      if (batch === null) return true;
      if (batch.duplicates.length > 0) this.#options.recorder.duplicates(batch);
      this.#outstanding.push(batch);
      for (const item of batch.fresh) if (item.told === null) this.#queue.push(item);
      this.#tellComplete();
    }
    return true;
  }

  #mayAsk(): boolean {
    const { drain, stage, executor } = this.#options;
    if (drain.aborted) return false;
    if (stage.factory.learns) return this.#outstanding.length === 0;
    const enough = 2 * executor.slots * executor.chunk;
    return this.#queue.length < enough && this.#outstanding.length < MOST_BATCHES_AHEAD;
  }

  #launch(): void {
    const { executor, abort } = this.#options;
    const share = Math.ceil(this.#queue.length / (executor.slots - this.#active));
    const most = Math.min(executor.chunk, this.#options.chunkSize ?? executor.chunk);
    const chunk = this.#queue.splice(0, Math.max(1, Math.min(most, share)));
    this.#active++;
    this.#options.time.launched();
    this.#run(chunk)
      .catch((error: unknown) => {
        if (!abort.aborted) this.#fail(error);
      })
      .then(() => {
        this.#active--;
        this.#options.time.landed();
        this.#pump();
      });
  }

  async #run(chunk: readonly AskedItem[]): Promise<void> {
    const { executor, setup, abort, requestId, keepResult } = this.#options;
    const byRequest = new Map(chunk.map((item) => [requestId(), item]));
    const detail: BacktestRequest['detail'] = keepResult === undefined ? 'metrics' : 'full';
    const requests = [...byRequest].map(([id, { set: params }]) => ({ id, setup, params, detail }));
    for await (const outcome of executor.evaluate(requests, abort)) {
      const item = byRequest.get(outcome.id);
      // An answer to nobody's question, or a second one, is nobody's result.
      if (item === undefined || this.#failed) continue;
      byRequest.delete(outcome.id);
      if (outcome.status === 'complete') await keepResult?.(item.id, outcome);
      this.#settle(item, outcome);
    }
    if (byRequest.size > 0) {
      throw new Error(
        `Cannot finish a chunk: ${byRequest.size} of ${chunk.length} have no outcome`,
      );
    }
  }

  #settle(item: AskedItem, outcome: Outcome): void {
    const { time, recorder, cache, completed, remembers = true } = this.#options;
    time.backtest(outcome.ms);
    if (outcome.status === 'complete') completed?.(outcome, item.set);
    const evaluation = time.often(item.id, () => evaluationOf(item, outcome, this.#options));
    recorder.evaluation(evaluation, {
      outcome,
      point: typeof item.key === 'number' ? item.key : -1,
    });
    item.told = toldOf(evaluation);
    if (remembers) cache.add(item.key, item.id, item.told);
  }

  #finish(): void {
    const { recorder, drain } = this.#options;
    const asks = this.#asks;
    recorder.flush();
    const stopped = this.#outstanding.length > 0 || (drain.aborted && asks.exhausted === null);
    this.#end.resolve({
      ended: stopped ? 'stopped' : (asks.exhausted ?? 'done'),
      evaluations: asks.made,
      duplicates: asks.duplicates,
      batches: asks.batches,
      nextId: asks.nextId,
    });
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.#end.reject(error);
  }
}

function isTold(item: AskedItem): boolean {
  return item.told !== null;
}
