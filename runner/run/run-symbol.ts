import { join } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { CompleteOutcome, Executor, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { SearchStart, SymbolProgress } from '../domain/run-record.ts';
import { DivergedError } from '../pipeline/diverged-error.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import { createPruning, type Pruning } from '../pipeline/pruning.ts';
import type { FitnessRegistry } from '../pipeline/registries.ts';
import { createScorer, type Scorer } from '../pipeline/score.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import { type BestBacktest, createBestBacktest, writeResults } from './best-backtest.ts';
import { createCheckpointer, readCheckpoint, type StageCheckpoint } from './checkpoint.ts';
import { columnsOptions } from './columns-options.ts';
import { evaluateBaseline } from './evaluate-baseline.ts';
import { evaluateHoldout } from './holdout.ts';
import { keepBestResults } from './keep-best-results.ts';
import { addPastVariations } from './past-variations.ts';
import { placeOf } from './place-of.ts';
import { readPast, replayOptions } from './read-past.ts';
import { rebuildColumns } from './rebuild-columns.ts';
import { type Replay, replay, withoutHistories } from './replay.ts';
import { searchSymbol } from './search-symbol.ts';
import { type KnownEvaluation, readStudyHistory } from './study-history.ts';
import { planAfter } from './study-start.ts';
import { openSymbolFiles, type SymbolFiles } from './symbol-files.ts';
import { symbolFolder } from './symbol-folder.ts';
import type { SymbolOutputs } from './symbol-outputs.ts';
import { createProgressKeeper, type ProgressKeeper } from './symbol-progress.ts';
import { createVariationStatistics, type VariationStatistics } from './variation-statistics.ts';
import { watchBacktests } from './watch-backtests.ts';

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
  /** The search is over, and only its outputs are left to be written; not where it was stopped. */
  readonly found?: (() => void) | undefined;
  readonly log: (level: 'info' | 'warn', message: string) => void;
  /** What the executor knows of strategy and data; absent where nobody asked it. */
  readonly preparation?: Preparation | undefined;
  /** The symbol's figures at the end of the last session. */
  readonly before?: SymbolProgress | undefined;
  /** Makes what is written of the results; nothing where absent. */
  readonly outputs?: SymbolOutputs | undefined;
  /** Where it begins; at number 1, knowing nothing, where absent. */
  readonly start?: SearchStart | undefined;
}

/** The same with what was read of the study's earlier runs. */
interface KnowingOptions extends RunSymbolOptions {
  readonly firstId: number;
  readonly known: readonly KnownEvaluation[];
}

/** Searches one symbol, keeps the best's full result, and judges it on the holdout. */
export async function runSymbol(given: RunSymbolOptions): Promise<'complete' | 'stopped'> {
  const folder = join(given.runFolder, symbolFolder(given.symbol));
  const { first_id: firstId = 1, known: wanted = 0 } = given.start ?? {};
  const known = await given.time.during('journal', readStudyHistory(folder, wanted));
  const plan = planAfter(given.plan, given.start?.before ?? 0);
  const options: KnowingOptions = { ...given, plan, firstId, known };
  const rebuilt = await rebuildColumns(folder, options.plan.space, columnsOf(options));
  if (rebuilt && (options.preparation?.variations ?? []).length > 0) {
    options.log(
      'warn',
      `${options.symbol}: columns.bin was lost, and with it metrics of variations`,
    );
  }
  // Opened first: it cuts torn lines off, and reading must not see them.
  await using files = await openSymbolFiles(folder, columnsOf(options));
  const checkpoint = await readCheckpoint(folder);
  // Shows where the search stands while its lines, which may be many, are read.
  if (checkpoint !== null) options.progress(checkpoint.progress);
  const past = await readPast(folder, checkpoint, options);
  try {
    return await attempt(files, past, options);
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    // A journal that lost its last lines (a power cut) leaves histories with holes. The samplers
    // are deterministic, so all their asks can be made again and answered from the evaluations.
    options.log('warn', `${error.message}; asking again from the start`);
    const all = await replay(folder, replayOptions(options));
    // Awaited here: the files are open until this function returns.
    return await attempt(files, withoutHistories(all), options);
  }
}

function columnsOf({
  plan,
  preparation,
  firstId,
}: Pick<KnowingOptions, 'plan' | 'preparation' | 'firstId'>): Parameters<
  typeof openSymbolFiles
>[1] {
  return columnsOptions(plan.space, {
    stages: plan.stages.map(({ name }) => name),
    variations: preparation?.variations,
    ...(firstId > 1 && { first: firstId }),
  });
}

async function attempt(
  files: SymbolFiles,
  past: Replay,
  options: KnowingOptions,
): Promise<'complete' | 'stopped'> {
  const { symbol, plan, job, time, requestId, abort, preparation } = options;
  const { executor, setup } = placeOf(options, job, options.executor);
  const keeper = startedKeeper(symbol, plan, past);
  const warn = (message: string): void => options.log('warn', `${symbol}: ${message}`);
  const { unread, completed } = watchBacktests(job, warn);
  const statistics = pastStatistics(files.folder, past, options);
  let baseline = options.before?.baseline;
  const progress = (): SymbolProgress => ({
    ...keeper.progress,
    time: time.split(),
    unread: unread.list,
    baseline,
    ...(statistics.progress.length > 0 && { variations: statistics.progress }),
  });
  const report = (): void => options.progress(progress());
  const scorer = scorerOf(options);
  const { keepResults } = job;
  const means = { executor, setup, files, time, requestId, abort, warn, keepResults };
  const common = { ...means, completed };
  baseline = await evaluateBaseline({ ...options, ...common, scorer });
  const best = createBestBacktest({ ...common, changed: options.best });
  let stage: (() => StageCheckpoint) | null = null;
  const state = () => ({ progress: progress(), stage: stage?.() ?? null });
  const complete = await searchSymbol({
    ...options,
    ...common,
    keepResult: keepResults === 'all' ? keepIn(files) : undefined,
    past,
    keeper,
    scorer,
    pruning: pruningOf(job, warn),
    seed: job.seed,
    objectives: job.objectives?.length,
    sharing: preparation?.sharing,
    chunkSize: job.chunkSize,
    statistics,
    checkpointer: createCheckpointer({ files, state, every: job.checkpointEvery }),
    stageCheckpoint: (take) => {
      stage = take;
    },
    secondsBefore: (name) => secondsOf(options.before, name),
    settled: (id) => options.outputs?.settled(id),
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
  const { holdout } = job;
  const judged = complete || options.isOver?.() === true;
  const found = judged ? keeper.progress.best : null;
  if (found !== null && holdout !== null) {
    const window = { ...common, holdout, scorer, past: past.outOfSample };
    keeper.holdout(await evaluateHoldout(found, window));
  }
  if (judged && typeof keepResults === 'number') await keepBestResults(keepResults, common);
  report();
  if (judged) await writeOutputs(files, options);
  keeper.state(complete ? 'complete' : 'stopped');
  report();
  return complete ? 'complete' : 'stopped';
}

function startedKeeper(symbol: string, plan: SearchPlan, past: Replay): ProgressKeeper {
  const keeper = createProgressKeeper(symbol, symbolFolder(symbol), plan);
  keeper.rejected(past.rejected.length);
  keeper.state('running');
  return keeper;
}

function pruningOf(
  { pruning: settings, backtest }: Job,
  warn: (message: string) => void,
): Pruning | undefined {
  if (settings === undefined) return undefined;
  const { strategy, dates } = backtest;
  const onUnheard = (): void =>
    warn(`Nothing is pruned: backtests of ${strategy} do not say how they stand on the way`);
  return createPruning({ settings, dates, onUnheard });
}

function scorerOf({ job, fitnesses, preparation }: RunSymbolOptions): Scorer {
  return createScorer(job.fitness, job.constraints, {
    fitnesses,
    shared: job.sharedFitness,
    objectives: job.objectives,
    variations: preparation?.variations,
  });
}

function keepIn(files: SymbolFiles): (id: number, outcome: CompleteOutcome) => Promise<void> {
  return (id, outcome) => writeResults(id, outcome, files);
}

/** Outputs can be made again at any time: their loss is no failure of the run. */
async function writeOutputs(
  files: SymbolFiles,
  { outputs, symbol, log, found }: RunSymbolOptions,
): Promise<void> {
  found?.();
  await files.sync();
  if (files.bytes === 0) return;
  await outputs?.finish().catch((error: unknown) => {
    const text = messageOf(error);
    log('warn', `${symbol}: the outputs were not written: ${text}`);
  });
}

function secondsOf(before: SymbolProgress | undefined, stage: string): number {
  return before?.stages.find(({ name }) => name === stage)?.seconds ?? 0;
}

/** The figures of the variations as far as the files go. */
function pastStatistics(
  folder: string,
  past: Replay,
  { plan, job }: RunSymbolOptions,
): VariationStatistics {
  const stages = plan.stages.flatMap(({ name }) => past.stage(name).exhaustive ?? []);
  const known = stages.find(({ checkpoint }) => checkpoint !== null)?.checkpoint?.variations;
  const statistics = createVariationStatistics(job.backtest.fixedParameters, known);
  addPastVariations(statistics, { folder, past, stages });
  return statistics;
}

function note(keeper: ProgressKeeper, best: BestBacktest): void {
  const { best: evaluation } = keeper.progress;
  if (evaluation !== null) best.improved(evaluation);
}
