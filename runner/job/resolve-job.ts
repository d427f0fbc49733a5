import { basename, extname } from 'node:path';
import type { BacktestSetup } from '../domain/executor.ts';
import type { Budget, Job } from '../domain/job.ts';
import { asyncNotes } from './async-notes.ts';
import { defaultStages } from './default-stages.ts';
import type { JobContext, ValidFields } from './job-context.ts';
import { DEFAULT_MARKETS, DEFAULTS, defaultData, defaultSlots, LIMITS } from './job-defaults.ts';
import { checkLists } from './listed-sets.ts';
import { choosePlugin } from './plugin-choice.ts';
import { resolvePruning } from './pruning-schema.ts';
import { resolveBaseline } from './resolve-baseline.ts';
import { resolveData } from './resolve-data.ts';
import { resolveDates } from './resolve-dates.ts';
import { type Engine, resolveExecutor } from './resolve-executor.ts';
import { resolveNotify } from './resolve-notify.ts';
import { resolveOutputs } from './resolve-outputs.ts';
import { resolveSpace } from './resolve-space.ts';
import { resolveStages } from './resolve-stages.ts';
import { resolveStrategy } from './resolve-strategy.ts';
import { resolveSchedule } from './schedule-schema.ts';

/**
 * Checked fields → job: defaults filled in, the files it names in place. What the fields contradict
 * is reported, all of it; undefined where anything was or a field is missing.
 */
export function resolveJob(input: ValidFields, context: JobContext): Job | undefined {
  const symbols = resolveSymbols(input, context);
  const days = resolveDates(input, context);
  const space = resolveSpace(input, context);
  const parameters = space?.parameters.length ?? 0;
  const stages = resolveStages(
    input.stages ?? defaultStages(input, parameters, context.registries),
    context,
  );
  const how = resolveHow(input, context);
  const dataFolder = resolveData(input.data ?? defaultData(context.env), context);
  checkPruning(input, context);
  checkFixed(input, space?.parameters.map(({ name }) => name) ?? [], context);
  if (symbols) checkLists(input, { symbols, space }, context);
  if (!symbols || !days || !space || !dataFolder) return;
  if (how === undefined) return;
  const { registries } = context;
  return {
    ...identification(input, context),
    executor: how.executor,
    symbols,
    mode: input.mode ?? DEFAULTS.mode,
    sharedFitness: input.shared_fitness ?? DEFAULTS.sharedFitness,
    backtest: { ...setup(input), ...how.strategy, dates: days.dates, dataFolder },
    holdout: days.holdout,
    ...(days.latest !== undefined && { latest: days.latest }),
    ...space,
    ...resolveBaseline(input.baseline, space.parameters, context),
    fitness: choosePlugin(registries.fitnesses, 'name', input.fitness ?? DEFAULTS.fitness),
    constraints: input.constraints ?? [],
    ...(input.objectives !== undefined && { objectives: input.objectives }),
    stages,
    ...(input.pruning !== undefined && { pruning: resolvePruning(input.pruning) }),
    ...execution(input, how.engine, {
      ...context,
      notes: [...context.notes, ...asyncNotes(stages, registries)],
    }),
  };
}

/** What carries backtests out, and the strategy that it can run. */
function resolveHow(input: ValidFields, context: JobContext) {
  const resolved = resolveExecutor(input, context);
  if (resolved === undefined) return;
  const { engine } = resolved;
  const strategy = resolveStrategy(input.strategy, engine, context);
  if (strategy === undefined) return;
  return { ...resolved, strategy: { strategy, ...(engine === 'lean' && { engine }) } };
}

function timeout({ timeout_seconds: stated }: ValidFields, engine: Engine) {
  return stated === undefined
    ? { timeoutSeconds: LIMITS[engine].timeoutSeconds, timeoutMeasured: true }
    : { timeoutSeconds: stated };
}

function execution(input: ValidFields, engine: Engine, context: JobContext) {
  const { env, notes, registries } = context;
  const slots = input.slots ?? defaultSlots(env);
  return {
    seed: input.seed ?? DEFAULTS.seed,
    slots,
    symbolsParallel: input.symbols_parallel ?? slots,
    budget: definedOnly(input.budget ?? {}),
    ...timeout(input, engine),
    memoryLimitMb: input.memory_limit_mb ?? LIMITS[engine].memoryLimitMb,
    attempts: input.attempts ?? DEFAULTS.attempts,
    resume: input.resume ?? DEFAULTS.resume,
    ...(input.schedule !== undefined && { schedule: resolveSchedule(input.schedule) }),
    ...(input.verify !== undefined && { verify: input.verify }),
    ...(input.keep_results !== undefined && { keepResults: input.keep_results }),
    ...(input.outputs !== undefined && { outputs: resolveOutputs(input.outputs, context) }),
    ...(input.checkpoint_every !== undefined && { checkpointEvery: input.checkpoint_every }),
    ...(input.chunk_size !== undefined && { chunkSize: input.chunk_size }),
    ...(input.notify !== undefined && { notify: resolveNotify(input.notify, registries) }),
    ...(notes.length > 0 && { notes }),
  };
}

function identification(input: ValidFields, { file }: JobContext) {
  const name = input.name ?? basename(file, extname(file)).slice(0, 100);
  return { name, study: input.study ?? null, tags: input.tags ?? [] };
}

/** Words that are no tickers: the symbol itself, and LEAN's own for the brokerage model. */
const BENCHMARK_WORDS: ReadonlySet<string> = new Set(['self', 'brokerage']);

function setup(
  input: ValidFields,
): Omit<BacktestSetup, 'symbol' | 'strategy' | 'dates' | 'dataFolder'> {
  const securityType = input.security_type ?? DEFAULTS.securityType;
  const benchmark = input.benchmark ?? DEFAULTS.benchmark;
  return {
    securityType,
    market: input.market ?? DEFAULT_MARKETS[securityType],
    resolution: input.resolution ?? DEFAULTS.resolution,
    normalization: input.normalization ?? DEFAULTS.normalization,
    benchmark: BENCHMARK_WORDS.has(benchmark.toLowerCase())
      ? benchmark.toLowerCase()
      : benchmark.toUpperCase(),
    cash: input.cash ?? DEFAULTS.cash,
    fixedParameters: input.fixed_parameters ?? {},
  };
}

function resolveSymbols(input: ValidFields, context: JobContext): string[] | undefined {
  const { given, report } = context;
  if (given('symbol') && given('symbols')) {
    report(['symbol'], 'either "symbol" or "symbols"', 'both');
    return;
  }
  if (!given('symbol') && !given('symbols')) {
    report(['symbol'], 'a ticker, or several under "symbols"', 'nothing');
    return;
  }
  const symbols = (input.symbols ?? (input.symbol === undefined ? [] : [input.symbol])).map(
    (symbol) => symbol.toUpperCase(),
  );
  const repeated = symbols.findIndex((symbol, index) => symbols.indexOf(symbol) !== index);
  if (repeated !== -1) {
    report(['symbols', repeated], 'each symbol once', `${symbols[repeated]} again`);
    return;
  }
  return symbols.length === 0 ? undefined : symbols;
}

/** One set's backtests on several symbols stand differently; none of them is the set's own standing. */
function checkPruning({ pruning, mode }: ValidFields, { report }: JobContext): void {
  if (pruning === undefined || mode !== 'shared') return;
  report(['pruning'], 'none where one set serves all symbols', 'mode "shared"');
}

function checkFixed(input: ValidFields, tuned: readonly string[], { report }: JobContext): void {
  for (const name of Object.keys(input.fixed_parameters ?? {})) {
    if (!tuned.includes(name)) continue;
    report(['fixed_parameters', name], 'a parameter that is not tuned', 'one of the parameters');
  }
}

function definedOnly(budget: Readonly<Record<keyof Budget, number | undefined>> | object): Budget {
  return Object.fromEntries(Object.entries(budget).filter(([, limit]) => limit !== undefined));
}
