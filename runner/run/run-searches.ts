import { join } from 'node:path';
import type { Executor, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { addTimes, type TimeSplit } from '../domain/time-split.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import type { FitnessRegistry } from '../pipeline/registries.ts';
import { createSlotClock, type SlotClock } from '../pipeline/slot-clock.ts';
import { mapAtMost } from './map-at-most.ts';
import type { RecordKeeper } from './record-keeper.ts';
import { runSymbol } from './run-symbol.ts';
import type { RunVoice } from './run-voice.ts';
import { searchesOf } from './searches.ts';
import type { Standing } from './standing.ts';
import type { StopControl } from './stop-control.ts';
import { symbolFolder } from './symbol-folder.ts';
import type { OpenOutputs } from './symbol-outputs.ts';

/** What the searches of a run are made of. */
export interface Searched {
  readonly folder: string;
  readonly record: RunRecord;
  readonly job: Job;
  readonly plan: SearchPlan;
  readonly fitnesses: FitnessRegistry;
  /** What reading and checking data and strategy took before; no slot could work meanwhile. */
  readonly preparationSeconds: number;
  /** What the executor knows of each symbol's strategy and data. */
  readonly preparations: ReadonlyMap<string, Preparation>;
  /** Makes what is written of each search's results. */
  readonly outputs?: OpenOutputs | undefined;
}

export interface RunSearchesOptions {
  readonly searched: Searched;
  readonly executor: Executor;
  readonly stop: StopControl;
  readonly standing: Standing;
  readonly keeper: RecordKeeper;
  readonly voice: RunVoice;
  /** The last search is over but for what is written of it. */
  readonly allFound: () => void;
}

type Ended = 'complete' | 'stopped';

/** Searches the symbols of a run, as many side by side as its job says. Returns how each ended. */
export async function runSearches(options: RunSearchesOptions): Promise<readonly Ended[]> {
  const { searched, executor, stop, allFound } = options;
  const searches = searchesOf(searched.job);
  const clock = createSlotClock(executor);
  let requests = 0;
  let left = searches.length;
  const shared = {
    clock,
    requestId: () => ++requests,
    found: () => {
      if (--left === 0) allFound();
    },
  };
  return await mapAtMost(searched.job.symbolsParallel, searches, (symbol) =>
    searchOne(symbol, { ...options, ...shared }).catch((error: unknown) => {
      // One symbol's fault ends the run, and the others must not write on behind it.
      stop.fail(error);
      throw error;
    }),
  );
}

interface SearchOptions extends RunSearchesOptions {
  readonly clock: SlotClock;
  readonly requestId: () => number;
  readonly found: () => void;
}

async function searchOne(symbol: string, options: SearchOptions): Promise<Ended> {
  const { searched, executor, clock, requestId, stop, standing, keeper, voice, found } = options;
  const { folder, job, plan, fitnesses, record, preparations } = searched;
  const run = record.id;
  using time = clock.open(timeBefore(symbol, options));
  const own = join(folder, symbolFolder(symbol));
  await using outputs = searched.outputs?.({ folder: own, run, symbol, job });
  return await runSymbol({
    runFolder: folder,
    symbol,
    job,
    plan,
    executor,
    time,
    fitnesses,
    requestId,
    drain: stop.drained,
    abort: stop.aborted,
    isOver: () => stop.isTimeUp,
    progress: (progress) => {
      standing.moved(progress);
      keeper.touch();
    },
    evaluated: (evaluations) => {
      keeper.made(evaluations.length);
      voice.emit({ type: 'evaluations', run, symbol, evaluations });
    },
    best: (evaluation) => voice.emit({ type: 'best', run, symbol, evaluation }),
    log: voice.log,
    preparation: preparations.get(symbol) ?? preparations.get(job.symbols[0] ?? ''),
    before: standing.of(symbol),
    found,
    outputs,
    start: record.starts?.[symbol],
  });
}

/** What a search took in earlier sessions, and its part of this session's preparation. */
function timeBefore(symbol: string, { searched, standing }: RunSearchesOptions): TimeSplit {
  const { job, preparationSeconds } = searched;
  const data = (preparationSeconds * job.slots) / searchesOf(job).length;
  return addTimes([standing.of(symbol)?.time ?? {}, { data }]);
}
