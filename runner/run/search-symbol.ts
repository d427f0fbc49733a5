import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup, Executor } from '../domain/executor.ts';
import { type DrivenStage, type DriveStageOptions, driveStage } from '../pipeline/drive-stage.ts';
import { createEvaluationCache, type EvaluationCache } from '../pipeline/evaluation-cache.ts';
import type { PlannedStage, SearchPlan } from '../pipeline/plan.ts';
import type { Scorer } from '../pipeline/score.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import { toldOf } from '../pipeline/stage-asks.ts';
import type { Checkpointer } from './checkpoint.ts';
import { createEvaluationRecorder } from './evaluation-recorder.ts';
import type { StageEndReason } from './journal.ts';
import type { Replay, StageReplay } from './replay.ts';
import type { SymbolFiles } from './symbol-files.ts';
import type { ProgressKeeper } from './symbol-progress.ts';

export interface SearchSymbolOptions {
  readonly plan: SearchPlan;
  readonly seed: number;
  /** How many objectives are searched for at once; absent: the fitness alone. */
  readonly objectives: number | undefined;
  readonly setup: BacktestSetup;
  readonly executor: Executor;
  readonly scorer: Scorer;
  readonly time: SlotAccount;
  readonly files: SymbolFiles;
  readonly past: Replay;
  readonly keeper: ProgressKeeper;
  readonly checkpointer: Checkpointer;
  readonly completed: NonNullable<DriveStageOptions['completed']>;
  readonly keepResult: DriveStageOptions['keepResult'];
  readonly requestId: () => number;
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  readonly written: (evaluations: readonly Evaluation[]) => void;
  readonly stageChanged: () => void;
}

/** Carries the stages of one symbol out, going on where the files end. Returns whether all ended. */
export async function searchSymbol(options: SearchSymbolOptions): Promise<boolean> {
  const cache = createEvaluationCache();
  const enabled = options.plan.stages.filter((stage) => stage.enabled);
  let nextId = 1;
  for (const stage of enabled) {
    const past = options.past.stage(stage.name);
    const last = stage === enabled.at(-1);
    if (isFinished(stage, past, last)) {
      remember(past.told, cache, options.plan);
      restore(stage, past, options.keeper);
      nextId = (past.end?.last_id ?? nextId - 1) + 1;
      continue;
    }
    const driven = await runStage(stage, { ...options, past, cache, nextId });
    if (driven.ended === 'stopped') return false;
    nextId = driven.nextId;
    if (nextId > options.plan.cap) break;
  }
  return true;
}

/**
 * A stage is finished when its end is in the journal and no line of it is missing. The last stage
 * is taken up again where its budget grew and its sampler can use it.
 */
function isFinished(stage: PlannedStage, past: StageReplay, last: boolean): boolean {
  const { end } = past;
  if (end === null || end.reason === 'job budget' || past.loose.size > 0) return false;
  if (past.told.length < end.evaluations) return false;
  if (!last || !stage.factory.grows) return true;
  return stage.budget <= (end.budget ?? Number.POSITIVE_INFINITY);
}

interface StageOptions extends Omit<SearchSymbolOptions, 'past'> {
  readonly past: StageReplay;
  readonly cache: EvaluationCache;
  readonly nextId: number;
}

async function runStage(stage: PlannedStage, options: StageOptions): Promise<DrivenStage> {
  const { files, keeper, past } = options;
  const at = new Date().toISOString();
  const { name, position, sampler } = stage;
  if (!past.started) {
    files.journal({
      t: 'stage_start',
      stage: name,
      position,
      sampler,
      first_id: options.nextId,
      at,
    });
  }
  keeper.stage(name, { state: 'running' });
  options.stageChanged();
  const started = performance.now();
  const driven = await drive(stage, options);
  const seconds = (performance.now() - started) / 1000;
  const stopped = driven.ended === 'stopped';
  keeper.duplicates(name, driven.duplicates);
  keeper.stage(name, { state: stopped ? 'stopped' : 'complete', seconds });
  if (!stopped) {
    files.journal({
      t: 'stage_end',
      stage: name,
      position,
      reason: reasonOf(driven, stage),
      last_id: driven.nextId - 1,
      batches: driven.batches,
      evaluations: driven.evaluations,
      duplicates: driven.duplicates,
      budget: Number.isFinite(stage.budget) ? stage.budget : null,
      seconds,
      at: new Date().toISOString(),
    });
  }
  await options.time.during('journal', files.sync());
  await options.time.during('journal', options.checkpointer.write());
  options.stageChanged();
  return driven;
}

async function drive(stage: PlannedStage, options: StageOptions): Promise<DrivenStage> {
  const { plan, past, cache, files, keeper } = options;
  const seeds = options.time.busy('search', () => cache.best());
  const { history, told } = past;
  remember(told, cache, plan);
  keeper.stage(stage.name, { evaluations: 0 });
  keeper.count(stage.name, [...told, ...past.loose.values()]);
  const { promise: brokenWrite, reject: failed } = Promise.withResolvers<never>();
  const givenUp = new AbortController();
  const recorder = createEvaluationRecorder({
    files,
    stage: stage.name,
    time: options.time,
    journaled: past.journaled,
    failed,
    written: (evaluations) => {
      keeper.count(stage.name, evaluations);
      options.checkpointer.passed(evaluations.length);
      options.written(evaluations);
    },
  });
  const driven = driveStage({
    ...options,
    stage,
    space: plan.space,
    recorder,
    cache,
    abort: AbortSignal.any([options.abort, givenUp.signal]),
    seeds,
    history,
    made: told.length,
    recorded: past.loose,
    nextId: options.nextId + told.length,
    budget: Math.min(stage.budget, plan.cap - options.nextId + 1),
  });
  try {
    return await Promise.race([driven, brokenWrite]);
  } catch (error) {
    givenUp.abort(error);
    throw error;
  }
}

function reasonOf({ ended, evaluations }: DrivenStage, stage: PlannedStage): StageEndReason {
  if (ended !== 'budget') return ended === 'duplicates' ? 'duplicates' : 'done';
  return evaluations >= stage.budget ? 'stage budget' : 'job budget';
}

function remember(told: readonly Evaluation[], cache: EvaluationCache, plan: SearchPlan): void {
  for (const evaluation of told) {
    cache.add(plan.space.key(evaluation.params), evaluation.id, toldOf(evaluation));
  }
}

function restore(stage: PlannedStage, past: StageReplay, keeper: ProgressKeeper): void {
  keeper.count(stage.name, past.told);
  keeper.duplicates(stage.name, past.end?.duplicates ?? 0);
  keeper.stage(stage.name, { state: 'complete', seconds: past.end?.seconds ?? 0 });
}
