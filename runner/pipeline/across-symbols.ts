import type {
  BacktestRequest,
  BacktestSetup,
  CompleteOutcome,
  Executor,
  FailedOutcome,
  Outcome,
} from '../domain/executor.ts';
import { median } from '../domain/median.ts';
import type { Metrics } from '../domain/metrics.ts';

/**
 * Makes one evaluation of a backtest on every symbol. An outcome is complete when all of them are;
 * it carries the metrics of each, and as its own metrics the median over the symbols. A set that
 * fails on one symbol has failed.
 *
 * Only `evaluate` differs: the symbol of a request's setup is replaced by each symbol in turn.
 */
export function acrossSymbols(executor: Executor, symbols: readonly string[]): Executor {
  const setupsOf = createSetups(symbols);
  return {
    slots: executor.slots,
    get chunk() {
      return Math.max(1, Math.floor(executor.chunk / symbols.length));
    },
    start: () => executor.start(),
    busy: executor.busy,
    prepare: (setup) => executor.prepare(setup),
    async *evaluate(requests, signal) {
      const parts = requests.flatMap((request) => partsOf(request, setupsOf(request.setup)));
      const gathered = new Map(requests.map(({ id }) => [id, new Map<string, Outcome>()]));
      for await (const outcome of executor.evaluate(parts, signal)) {
        const { id, symbol } = wholeOf(outcome.id, symbols);
        const answers = gathered.get(id);
        if (answers === undefined || symbol === undefined || answers.has(symbol)) continue;
        answers.set(symbol, outcome);
        if (answers.size === symbols.length) yield joined(id, symbols, answers);
      }
    },
    [Symbol.asyncDispose]: async () => executor[Symbol.asyncDispose](),
  };
}

/** Ids of parts are dense, so that they stay unique among the requests of one executor. */
function partsOf(request: BacktestRequest, setups: readonly BacktestSetup[]): BacktestRequest[] {
  return setups.map((setup, index) => ({
    ...request,
    id: request.id * setups.length + index,
    setup,
  }));
}

/** A setup for each symbol, the same for all requests of one: executors send together what shares it. */
function createSetups(
  symbols: readonly string[],
): (setup: BacktestSetup) => readonly BacktestSetup[] {
  const known = new WeakMap<BacktestSetup, readonly BacktestSetup[]>();
  return (setup) => {
    const made = known.get(setup) ?? symbols.map((symbol) => ({ ...setup, symbol }));
    known.set(setup, made);
    return made;
  };
}

function wholeOf(part: number, symbols: readonly string[]): { id: number; symbol?: string } {
  const symbol = symbols[part % symbols.length];
  const id = Math.floor(part / symbols.length);
  return symbol === undefined ? { id } : { id, symbol };
}

function joined(
  id: number,
  symbols: readonly string[],
  answers: ReadonlyMap<string, Outcome>,
): Outcome {
  const outcomes = symbols.map((symbol) => answers.get(symbol) as Outcome);
  const executed = {
    id,
    slot: outcomes[0]?.slot ?? 0,
    attempt: Math.max(...outcomes.map(({ attempt }) => attempt)),
    ms: outcomes.reduce((sum, { ms }) => sum + ms, 0),
  };
  const failure = outcomes.findIndex(({ status }) => status === 'failed');
  if (failure !== -1) {
    const { error, retriable } = outcomes[failure] as FailedOutcome;
    return { ...executed, status: 'failed', error: `${symbols[failure]}: ${error}`, retriable };
  }
  const complete = outcomes as CompleteOutcome[];
  const bySymbol = Object.fromEntries(
    complete.map(({ metrics }, index) => [symbols[index] as string, metrics]),
  );
  const results = complete.flatMap(({ result }, index) =>
    result === undefined ? [] : [[symbols[index] as string, result] as const],
  );
  return {
    ...executed,
    status: 'complete',
    metrics: medians(complete.map(({ metrics }) => metrics)),
    bySymbol,
    ...(complete[0]?.parametersRead && { parametersRead: complete[0].parametersRead }),
    ...(results[0] !== undefined && {
      result: results[0][1],
      resultBySymbol: Object.fromEntries(results),
    }),
  };
}

/** The median of each metric that every symbol has. */
function medians(all: readonly Metrics[]): Metrics {
  const names = Object.keys(all[0] ?? {}).filter((name) => all.every((metrics) => name in metrics));
  return Object.fromEntries(
    names.map((name) => [name, median(all.map((metrics) => metrics[name] as number))]),
  );
}
