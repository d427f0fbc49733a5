import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup, Executor } from '../domain/executor.ts';
import type { DriveStageOptions } from '../pipeline/drive-options.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import type { Pruning } from '../pipeline/pruning.ts';
import type { Scorer } from '../pipeline/score.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import type { Checkpointer, StageCheckpoint } from './checkpoint.ts';
import type { Replay } from './replay.ts';
import type { KnownEvaluation } from './study-history.ts';
import type { SymbolFiles } from './symbol-files.ts';
import type { ProgressKeeper } from './symbol-progress.ts';
import type { VariationStatistics } from './variation-statistics.ts';

export interface SearchSymbolOptions {
  readonly plan: SearchPlan;
  /** Id of the search's first evaluation. */
  readonly firstId: number;
  /** What earlier runs of the study have made. */
  readonly known: readonly KnownEvaluation[];
  readonly seed: number;
  /** How many objectives are searched for at once; absent: the fitness alone. */
  readonly objectives: number | undefined;
  readonly chunkSize: number | undefined;
  readonly setup: BacktestSetup;
  readonly executor: Executor;
  readonly scorer: Scorer;
  /** Absent where every backtest runs to its end. */
  readonly pruning: Pruning | undefined;
  readonly time: SlotAccount;
  readonly files: SymbolFiles;
  readonly past: Replay;
  readonly keeper: ProgressKeeper;
  readonly checkpointer: Checkpointer;
  /** Given what checkpoints are to hold of the stage that runs; null where its lines say all. */
  readonly stageCheckpoint: (take: (() => StageCheckpoint) | null) => void;
  readonly statistics: VariationStatistics;
  /** What the strategy says of shared steps; see `Preparation`. */
  readonly sharing: readonly string[] | undefined;
  /** Seconds that a stage took in earlier sessions. */
  readonly secondsBefore: (stage: string) => number;
  /** All evaluations up to an id have ended and are on the disk. */
  readonly settled: (id: number) => void;
  readonly completed: NonNullable<DriveStageOptions['completed']>;
  readonly keepResult: DriveStageOptions['keepResult'];
  readonly requestId: () => number;
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  readonly written: (evaluations: readonly Evaluation[]) => void;
  readonly stageChanged: () => void;
}
