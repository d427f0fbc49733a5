import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup, CompleteOutcome, Executor, Outcome } from '../domain/executor.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { AskedBatch, RecordedAsk } from './asked-batch.ts';
import type { Pruning } from './pruning.ts';
import type { Scorer } from './score.ts';
import type { SlotAccount } from './slot-account.ts';
import type { StageAsksOptions } from './stage-asks.ts';
import type { StagePosition } from './stage-position.ts';

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
  /** An ask of an asynchronous stage: `count` sets were asked for when the batches `told` were told. */
  asked?(batch: AskedBatch, when: Pick<RecordedAsk, 'count' | 'told'>): void;
  /** Writes what is buffered; called before the sampler is told. */
  flush(): void;
}

export interface DriveStageOptions extends StageAsksOptions {
  readonly executor: Executor;
  readonly setup: BacktestSetup;
  readonly scorer: Scorer;
  readonly recorder: Recorder;
  /** Absent where the job prunes nothing. The history is observed by it already. */
  readonly pruning?: Pruning | undefined;
  /** What an asynchronous stage asked for in earlier sessions; `history` is empty then. */
  readonly asked?: readonly RecordedAsk[] | undefined;
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
