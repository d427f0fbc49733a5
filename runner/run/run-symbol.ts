import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { CompleteOutcome, Executor } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { SymbolProgress, UnreadParameter } from '../domain/run-record.ts';
import { acrossSymbols } from '../pipeline/across-symbols.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import type { FitnessRegistry } from '../pipeline/registries.ts';
import { createScorer } from '../pipeline/score.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import { DivergedError } from '../pipeline/stage-asks.ts';
import { type BestBacktest, createBestBacktest, writeResults } from './best-backtest.ts';
import { createCheckpointer, readCheckpoint } from './checkpoint.ts';
import { evaluateHoldout } from './holdout.ts';
import { type Replay, replay, withoutHistories } from './replay.ts';
import { searchSymbol } from './search-symbol.ts';
import { openSymbolFiles, type SymbolFiles } from './symbol-files.ts';
import { symbolFolder } from './symbol-folder.ts';
import { createProgressKeeper, type ProgressKeeper } from './symbol-progress.ts';
import { createUnreadParameters } from './unread-parameters.ts';

export interface RunSymbolOptions {
  readonly runFolder: string;
  /** Name of the search: its symbol's, or one for all symbols. */
  readonly symbol: string;
  readonly job: Job;
  readonly plan: SearchPlan;
  readonly executor: Executor;
  /** Where the time of the search's slots is booked. */
  readonly time: SlotAccount;
  readonly fitnesses: FitnessRegistry;
  readonly requestId: () => number;
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  /** Whether the search counts as ended though stages are left: its time is used up. */
  readonly isOver?: () => boolean;
  /** The symbol's figures have moved on. */
  readonly progress: (progress: SymbolProgress) => void;
  readonly evaluated: (evaluations: readonly Evaluation[]) => void;
  readonly best: (evaluation: Evaluation) => void;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** Searches one symbol, keeps the best's full result, and judges it on the holdout. */
export async function runSymbol(options: RunSymbolOptions): Promise<'complete' | 'stopped'> {
  const folder = join(options.runFolder, symbolFolder(options.symbol));
  // Opened first: it cuts torn lines off, and reading must not see them.
  await using files = await openSymbolFiles(folder);
  const checkpoint = await readCheckpoint(folder);
  // Shows where the search stands while its lines, which may be many, are read.
  if (checkpoint !== null) options.progress(checkpoint.progress);
  const past = await options.time.during('journal', replay(folder));
  for (const { file, line, reason } of past.rejected) {
    options.log('warn', `${options.symbol}/${file} line ${line} was set aside: ${reason}`);
  }
  // A line that the journal lost may have held a batch's repeats: its history would lack them.
  const unsure = past.rejected.some(({ file }) => file === 'journal.jsonl');
  try {
    return await attempt(files, unsure ? withoutHistories(past) : past, options);
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    // A journal that lost its last lines (a power cut) leaves histories with holes. The samplers
    // are deterministic, so all their asks can be made again and answered from the evaluations.
    options.log('warn', `${error.message}; asking again from the start`);
    return attempt(files, withoutHistories(await replay(folder)), options);
  }
}

async function attempt(
  files: SymbolFiles,
  past: Replay,
  options: RunSymbolOptions,
): Promise<'complete' | 'stopped'> {
  const { symbol, plan, job, fitnesses, time, requestId, abort } = options;
  const { executor, setup } = stageOf(options);
  const keeper = createProgressKeeper(symbol, symbolFolder(symbol), plan);
  keeper.rejected(past.rejected.length);
  keeper.state('running');
  const unread = createUnreadParameters((parameters) => warn(unreadText(parameters)));
  const progress = (): SymbolProgress => ({
    ...keeper.progress,
    time: time.split(),
    unread: unread.list,
  });
  const report = (): void => options.progress(progress());
  const scorer = createScorer(job.fitness, job.constraints, {
    fitnesses,
    shared: job.sharedFitness,
    objectives: job.objectives,
  });
  const warn = (message: string): void => options.log('warn', `${symbol}: ${message}`);
  const { completed } = unread;
  const common = { executor, setup, files, time, requestId, abort, warn, completed };
  const keep = (id: number, outcome: CompleteOutcome): Promise<void> =>
    writeResults(id, outcome, files);
  const best = createBestBacktest({ ...common, changed: options.best });
  const complete = await searchSymbol({
    ...options,
    executor,
    completed,
    keepResult: job.keepResults === 'all' ? keep : undefined,
    files,
    past,
    keeper,
    scorer,
    setup,
    seed: job.seed,
    objectives: job.objectives?.length,
    checkpointer: createCheckpointer(files, progress),
    written: (evaluations) => {
      note(keeper, best);
      options.evaluated(evaluations);
      report();
    },
    stageChanged: report,
  });
  note(keeper, best);
  // Also where it was aborted: what is under way in the background ends before its files close.
  await best.settle();
  const found = keeper.progress.best;
  const judged = complete || options.isOver?.() === true;
  if (judged && found !== null && job.holdout !== null) {
    const { holdout } = job;
    const window = { ...common, holdout, scorer, past: past.outOfSample };
    keeper.holdout(await evaluateHoldout(found, window));
  }
  const state = complete ? 'complete' : 'stopped';
  keeper.state(state);
  report();
  return state;
}

/** Where the search is played: on its own symbol, or on all of them at once. */
function stageOf({ symbol, job, executor }: RunSymbolOptions) {
  const [first = symbol] = job.symbols;
  return job.mode === 'shared'
    ? {
        executor: acrossSymbols(executor, job.symbols),
        setup: { ...job.backtest, symbol: first },
      }
    : { executor, setup: { ...job.backtest, symbol } };
}

function unreadText(parameters: readonly UnreadParameter[]): string {
  const names = parameters.map(({ name, nearest }) =>
    nearest === null ? name : `${name} (it asks for ${nearest})`,
  );
  return `The strategy never reads ${names.join(', ')}: tuning it changes nothing`;
}

function note(keeper: ProgressKeeper, best: BestBacktest): void {
  const { best: evaluation } = keeper.progress;
  if (evaluation !== null) best.improved(evaluation);
}
