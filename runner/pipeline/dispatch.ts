import type { BacktestRequest, Outcome } from '../domain/executor.ts';
import type { AskedItem } from './asked-batch.ts';
import type { DriveStageOptions } from './drive-options.ts';
import { evaluationOf } from './evaluation-of.ts';
import { toldOf } from './told-of.ts';

type DispatchOptions = Omit<DriveStageOptions, 'watch' | 'drain'>;

export interface DispatchListener {
  /** A slot has become free. */
  landed(): void;
  /** The stage cannot go on. */
  failed(error: unknown): void;
}

/** Sends a stage's sets to the executor and makes evaluations of what comes back. */
export class Dispatch {
  readonly #options: DispatchOptions;
  readonly #listener: DispatchListener;
  #active = 0;
  #failed = false;

  constructor(options: DispatchOptions, listener: DispatchListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** Slots at work. */
  get active(): number {
    return this.#active;
  }

  launch(chunk: readonly AskedItem[]): void {
    const { abort, time } = this.#options;
    this.#active++;
    time.launched();
    this.#run(chunk)
      .catch((error: unknown) => {
        if (abort.aborted) return;
        this.#failed = true;
        this.#listener.failed(error);
      })
      .then(() => {
        this.#active--;
        time.landed();
        this.#listener.landed();
      });
  }

  /** Takes no more results in. */
  close(): void {
    this.#failed = true;
  }

  async #run(chunk: readonly AskedItem[]): Promise<void> {
    const { executor, abort, requestId, keepResult } = this.#options;
    const byRequest = new Map(chunk.map((item) => [requestId(), item]));
    const requests = [...byRequest].map(([id, item]) => this.#requestOf(id, item));
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

  #requestOf(id: number, { id: evaluation, set: params, milestones }: AskedItem): BacktestRequest {
    const { setup, keepResult } = this.#options;
    const detail: BacktestRequest['detail'] = keepResult === undefined ? 'metrics' : 'full';
    const request = { id, setup, params, detail, evaluation };
    return milestones === undefined ? request : { ...request, milestones };
  }

  #settle(item: AskedItem, outcome: Outcome): void {
    const { time, recorder, cache, completed, pruning, remembers = true } = this.#options;
    time.backtest(outcome.ms);
    if (outcome.status === 'complete') {
      completed?.(outcome, item.set);
      if (outcome.standings === undefined) pruning?.unheard();
    }
    const evaluation = time.often(item.id, () => evaluationOf(item, outcome, this.#options));
    recorder.evaluation(evaluation, {
      outcome,
      point: typeof item.key === 'number' ? item.key : -1,
    });
    item.told = toldOf(evaluation);
    if (remembers) cache.add(item.key, item.id, item.told);
  }
}
