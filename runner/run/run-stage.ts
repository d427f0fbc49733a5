import type { StageProgress } from '../domain/run-record.ts';
import type { DriveStageOptions } from '../pipeline/drive-options.ts';
import { type DrivenStage, driveStage } from '../pipeline/drive-stage.ts';
import type { EvaluationCache } from '../pipeline/evaluation-cache.ts';
import type { PlannedStage } from '../pipeline/plan.ts';
import type { StagePosition } from '../pipeline/stage-position.ts';
import type { StageCheckpoint } from './checkpoint.ts';
import type { RowListener } from './columns-file.ts';
import { createEvaluationRecorder } from './evaluation-recorder.ts';
import type { StageEndReason } from './journal.ts';
import { observePast } from './observe-past.ts';
import { createOpenBatches, type OpenBatches } from './open-batches.ts';
import { remember } from './remember.ts';
import type { SearchSymbolOptions } from './search-options.ts';
import type { StageReplay } from './stage-replay.ts';
import { Tally } from './tally.ts';

export interface RunStageOptions extends Omit<SearchSymbolOptions, 'past'> {
  readonly past: StageReplay;
  readonly cache: EvaluationCache;
  /** False where nobody asks for the stage's sets again. */
  readonly remembers: boolean;
  /** Id of the stage's first evaluation. */
  readonly nextId: number;
}

/** Carries one stage out, or what its past left of it, and journals its start and end. */
export async function runStage(
  stage: PlannedStage,
  options: RunStageOptions,
): Promise<DrivenStage> {
  const { files, keeper, past, checkpointer, time } = options;
  const at = new Date().toISOString();
  const { name, position, sampler } = stage;
  const sharing = past.start === undefined ? options.sharing : past.start.sharing;
  if (past.start === undefined) {
    files.journal({
      t: 'stage_start',
      stage: name,
      position,
      sampler,
      first_id: options.nextId,
      ...(stage.factory.exhaustive === true && sharing !== undefined && { sharing }),
      at,
    });
  }
  keeper.stage(name, { state: 'running' });
  options.stageChanged();
  const before = options.secondsBefore(name);
  const started = performance.now();
  const seconds = (): number => before + (performance.now() - started) / 1000;
  const driven = await drive(stage, { ...options, sharing, seconds });
  const stopped = driven.ended === 'stopped';
  keeper.duplicates(name, driven.duplicates);
  const state: StageProgress['state'] = stopped ? 'stopped' : 'complete';
  keeper.stage(name, { state, seconds: seconds() });
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
      seconds: seconds(),
      at: new Date().toISOString(),
    });
    options.settled(driven.nextId - 1);
  }
  await time.during('journal', files.sync());
  await time.during('journal', checkpointer.write());
  options.stageChanged();
  return driven;
}

interface DriveOptions extends RunStageOptions {
  readonly seconds: () => number;
}

async function drive(stage: PlannedStage, options: DriveOptions): Promise<DrivenStage> {
  const { plan, past, cache, keeper, nextId, remembers } = options;
  const seeds = options.time.busy('search', () => cache.best());
  if (remembers) remember(past, cache, plan.space);
  keeper.stage(stage.name, { evaluations: 0 });
  if (past.exhaustive === undefined) keeper.count(stage.name, [...past.told, ...past.looseLines]);
  else keeper.merge(stage.name, past.exhaustive.tally);
  options.pruning?.begin();
  if (options.pruning !== undefined && !stage.async) observePast(options.pruning, past);
  const { promise: brokenWrite, reject: failed } = Promise.withResolvers<never>();
  const givenUp = new AbortController();
  const watched = watchStage(stage, options);
  const recorder = createEvaluationRecorder({
    files: options.files,
    stage: stage.name,
    time: options.time,
    journaled: past.journaled,
    listener: watched.listener,
    open: watched.open,
    failed,
    written: (evaluations) => {
      for (const evaluation of evaluations) watched.tally.add(evaluation);
      watched.settle();
      keeper.count(stage.name, evaluations);
      keeper.stage(stage.name, { seconds: options.seconds() });
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
    ...pastOf(stage, past, nextId),
    budget: Math.min(stage.budget, plan.cap - (nextId - options.firstId)),
    watch: watched.watch,
  });
  try {
    return await Promise.race([driven, brokenWrite]);
  } catch (error) {
    givenUp.abort(error);
    throw error;
  }
}

/** Where the stage goes on. An asynchronous one is asked again from its first ask. */
function pastOf(
  stage: PlannedStage,
  past: StageReplay,
  nextId: number,
): Pick<DriveStageOptions, 'history' | 'made' | 'from' | 'asked' | 'recorded' | 'nextId'> {
  const { history, made, exhaustive, asked, loose } = past;
  if (stage.async && asked !== undefined) {
    return { history: [], made: 0, asked: asked.asks, recorded: asked.lines, nextId };
  }
  return { history, made, from: exhaustive?.from, recorded: loose, nextId: nextId + made };
}

interface WatchedStage {
  readonly open: OpenBatches;
  readonly tally: Tally;
  readonly listener: RowListener;
  readonly watch: (position: () => StagePosition) => void;
  /** Forgets what is told since the last call. */
  settle(): void;
}

/** Keeps what a checkpoint needs to know of a stage that runs. */
function watchStage(
  stage: PlannedStage,
  { past, files, nextId, remembers, stageCheckpoint, statistics, settled }: RunStageOptions,
): WatchedStage {
  const open = createOpenBatches();
  const tally = new Tally(past.exhaustive?.tally);
  const start = startOf(past, files.bytes);
  noteLoose(past, open, start);
  let position = (): StagePosition => ({ batches: 0, made: 0, duplicates: 0, after: null });
  const settle = (): StagePosition => {
    const now = position();
    open.settle(now.batches);
    settled(nextId + now.made - 1);
    return now;
  };
  const take = (): StageCheckpoint => {
    const now = settle();
    return {
      stage: stage.name,
      start,
      from: open.from ?? files.bytes,
      position: now,
      loose: open.ranges,
      tally: tally.state,
      variations: statistics.sums,
    };
  };
  return {
    open,
    tally,
    listener(values, first, { evaluation: { id, params } }, layout) {
      statistics.add(values, first, { id, params, layout });
    },
    watch(ask) {
      position = ask;
      stageCheckpoint(remembers ? null : take);
    },
    settle,
  };
}

/** Offset of the stage's first line. */
function startOf({ exhaustive }: StageReplay, bytes: number): number {
  return exhaustive?.checkpoint?.start ?? Math.min(exhaustive?.lines.start ?? bytes, bytes);
}

/** What was read back of batches that are not told stays open until they are. */
function noteLoose({ exhaustive }: StageReplay, open: OpenBatches, start: number): void {
  if (exhaustive === undefined) return;
  const { lines, from, checkpoint } = exhaustive;
  const offset = checkpoint?.from ?? start;
  for (let id = lines.first; id <= lines.last; id++) {
    if (lines.has(id) && lines.batchOf(id) >= from.batches) open.add(lines.batchOf(id), id, offset);
  }
}

function reasonOf({ ended, evaluations }: DrivenStage, stage: PlannedStage): StageEndReason {
  if (ended !== 'budget') return ended === 'duplicates' ? 'duplicates' : 'done';
  return evaluations >= stage.budget ? 'stage budget' : 'job budget';
}
