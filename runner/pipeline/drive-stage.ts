import type { Milestones } from '../domain/milestones.ts';
import type { AskedBatch, AskedItem, RecordedAsk } from './asked-batch.ts';
import { Dispatch } from './dispatch.ts';
import type { DriveStageOptions } from './drive-options.ts';
import { sharedCut } from './shared-cut.ts';
import { StageAsks } from './stage-asks.ts';

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
 * whatever the number of slots; one that does not learn is asked ahead. An asynchronous stage asks
 * whenever a slot is free and tells what has ended, which is another search each time: its asks are
 * recorded, in which order with what was told, so that a resume can make them again.
 */
export function driveStage(options: DriveStageOptions): Promise<DrivenStage> {
  return new StageDriver(options).drive();
}

class StageDriver {
  readonly #options: DriveStageOptions;
  readonly #asks: StageAsks;
  readonly #dispatch: Dispatch;
  /** Batches that are not told yet, oldest first. */
  #outstanding: AskedBatch[] = [];
  /** Items that no slot has taken yet. */
  readonly #queue: AskedItem[] = [];
  /** Numbers of the batches told since the last ask, in the order of telling. */
  #toldSince: number[] = [];
  readonly #end = Promise.withResolvers<DrivenStage>();
  #failed = false;

  constructor(options: DriveStageOptions) {
    this.#options = options;
    this.#asks = options.time.busy('search', () => new StageAsks(options));
    this.#dispatch = new Dispatch(options, {
      landed: () => this.#pump(),
      failed: (error) => this.#fail(error),
    });
    options.watch?.(() => this.#asks.settled);
    options.time.busy('search', () => this.#recall(options.asked ?? []));
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
      const dispatch = this.#dispatch;
      while (!drain.aborted && dispatch.active < executor.slots && this.#queue.length > 0) {
        this.#launch();
      }
      if (dispatch.active === 0) this.#finish();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** In the order of asking, without a gap; those of an asynchronous stage as they are complete. */
  #tellComplete(): void {
    const gap = this.#outstanding.findIndex((batch) => !isComplete(batch));
    const isOrdered = !this.#options.stage.async;
    const ready = isOrdered && gap >= 0 ? this.#outstanding.slice(0, gap) : this.#outstanding;
    const told = ready.filter(isComplete);
    if (told.length === 0) return;
    this.#outstanding = this.#outstanding.filter((batch) => !told.includes(batch));
    this.#options.recorder.flush();
    for (const batch of told) this.#tell(batch);
  }

  #tell(batch: AskedBatch): void {
    const { time, pruning } = this.#options;
    time.busy('search', () => {
      this.#asks.tell(batch);
      pruning?.observe(batch.fresh.flatMap(({ told }) => told ?? []));
    });
    this.#toldSince.push(batch.number);
  }

  /** Returns false where the turn's share of asks is used up. */
  #askAhead(): boolean {
    const { stage, time } = this.#options;
    for (let asked = 0; this.#mayAsk(); asked++) {
      if (asked === MOST_ASKS_A_TURN) return false;
      const count = stage.async ? this.#share() : stage.batch;
      const batch = time.busy('search', () => this.#asks.next(count));
      if (batch === null) return true;
      this.#take(batch, count);
      this.#tellComplete();
    }
    return true;
  }

  #take(batch: AskedBatch, count: number): void {
    const { recorder, stage } = this.#options;
    // Nothing is sent that is not written down: who asks again may not be told the same.
    if (stage.async) recorder.asked?.(batch, { count, told: this.#toldSince });
    else if (batch.duplicates.length > 0) recorder.duplicates(batch);
    this.#toldSince = [];
    this.#enqueue(batch, this.#milestones());
    this.#outstanding.push(batch);
  }

  #enqueue({ fresh }: AskedBatch, milestones: Milestones | undefined): void {
    for (const item of fresh) {
      if (item.told !== null) continue;
      if (milestones !== undefined) item.milestones = milestones;
      this.#queue.push(item);
    }
  }

  /** Of a batch that is asked for now: a matter of the batches before it, not of how far slots are. */
  #milestones(): Milestones | undefined {
    const { pruning, stage } = this.#options;
    if (pruning === undefined) return undefined;
    if (!stage.prunes) return pruning.watching;
    // Where one batch is asked for while the one before is under way, it goes by those before that.
    const isAhead = !stage.factory.learns && this.#outstanding.length === 0;
    return isAhead ? pruning.previous : pruning.current;
  }

  #mayAsk(): boolean {
    const { drain, stage, executor, pruning } = this.#options;
    if (drain.aborted) return false;
    const queued = this.#queue.length;
    const outstanding = this.#outstanding.length;
    if (stage.async) return queued < (executor.slots - this.#dispatch.active) * this.#share();
    if (stage.factory.learns) return outstanding === 0;
    const most = pruning === undefined ? MOST_BATCHES_AHEAD : 2;
    return queued < 2 * executor.slots * executor.chunk && outstanding < most;
  }

  /** Sets that a slot of an asynchronous stage is given: all in flight are no more than a batch. */
  #share(): number {
    const { stage, executor, chunkSize = executor.chunk } = this.#options;
    const batch = Math.ceil(stage.batch / executor.slots);
    return Math.max(1, Math.min(batch, executor.chunk, chunkSize));
  }

  #launch(): void {
    const { executor, sharing, chunkSize = executor.chunk } = this.#options;
    const share = Math.ceil(this.#queue.length / (executor.slots - this.#dispatch.active));
    const most = Math.max(1, Math.min(executor.chunk, chunkSize, share));
    const count = sharing === undefined ? most : sharedCut(this.#queue, most, sharing);
    this.#dispatch.launch(this.#queue.splice(0, count));
  }

  /** Makes the asks of an asynchronous stage again; what was in flight is in the queue then. */
  #recall(asked: readonly RecordedAsk[]): void {
    const open = new Map<number, AskedBatch>();
    for (const ask of asked) {
      for (const number of ask.told) {
        const batch = open.get(number);
        // The line that completed it may be lost.
        if (batch === undefined || !isComplete(batch)) continue;
        open.delete(number);
        this.#tell(batch);
      }
      const batch = this.#asks.recall(ask);
      open.set(batch.number, batch);
    }
    this.#toldSince = [];
    this.#outstanding = [...open.values()];
    if (asked.length > 0) this.#asks.adoptRest();
    const milestones = this.#milestones();
    for (const batch of this.#outstanding) this.#enqueue(batch, milestones);
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
    this.#dispatch.close();
    this.#end.reject(error);
  }
}

function isComplete({ items }: AskedBatch): boolean {
  return items.every(({ told }) => told !== null);
}
