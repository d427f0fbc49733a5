import { aroundExecutor } from '../domain/around-executor.ts';
import type { BacktestRequest, BacktestSetup, Executor, Outcome } from '../domain/executor.ts';
import type { Metrics } from '../domain/metrics.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';

export interface RepeatingOptions {
  /** Backtests of a setup between two repeats. */
  readonly every: number;
  readonly warn: (message: string) => void;
}

/** The first backtest of a setup that was carried out to its end, to be compared with later ones. */
interface Watched {
  readonly setup: BacktestSetup;
  first: { readonly params: ParameterSet; readonly metrics: Metrics } | null;
  sinceRepeat: number;
  total: number;
  isTold: boolean;
}

/**
 * An executor that notices what outlives a backtest: a variable outside of the strategy's class
 * makes results depend on which sets were tried before. A setup's first set is repeated after every
 * `every` backtests, in the slot that carries a chunk out, behind the others; other metrics than
 * the first time are told once. Repeats are nobody's evaluations and never leave this executor.
 */
export function repeating(executor: Executor, options: RepeatingOptions): Executor {
  const watched = new Map<string, Watched>();
  // Ids of requests count up from 0, so these are nobody's.
  let repeats = 0;

  async function* evaluate(
    requests: readonly BacktestRequest[],
    signal: AbortSignal,
  ): AsyncGenerator<Outcome> {
    const state = watchedOf(requests, watched);
    const repeat = state === null ? null : repeatOf(state, options.every, --repeats);
    const all = repeat === null ? requests : [...requests, repeat];
    for await (const outcome of executor.evaluate(all, signal)) {
      if (state === null) yield outcome;
      else if (outcome.id === repeat?.id) compare(state, outcome, options.warn);
      else {
        note(state, outcome, requests);
        yield outcome;
      }
    }
  }

  return aroundExecutor(executor, evaluate);
}

/** Null where the chunk is of several setups, or for whole results: those are few. */
function watchedOf(
  requests: readonly BacktestRequest[],
  watched: Map<string, Watched>,
): Watched | null {
  const [first] = requests;
  if (first === undefined) return null;
  const { setup, detail } = first;
  if (detail !== 'metrics' || requests.some((request) => request.setup !== setup)) return null;
  const key = JSON.stringify(setup);
  const found = watched.get(key);
  if (found !== undefined) return found;
  const made: Watched = { setup, first: null, sinceRepeat: 0, total: 0, isTold: false };
  watched.set(key, made);
  return made;
}

function repeatOf(state: Watched, every: number, id: number): BacktestRequest | null {
  const { setup, first, sinceRepeat, isTold } = state;
  if (first === null || isTold || sinceRepeat < every) return null;
  state.sinceRepeat = 0;
  return { id, setup, params: first.params, detail: 'metrics' };
}

function note(state: Watched, outcome: Outcome, requests: readonly BacktestRequest[]): void {
  state.sinceRepeat++;
  state.total++;
  if (state.first !== null || outcome.status !== 'complete') return;
  const request = requests.find(({ id }) => id === outcome.id);
  if (request !== undefined) {
    state.first = { params: request.params, metrics: { ...outcome.metrics } };
  }
}

function compare(state: Watched, outcome: Outcome, warn: (message: string) => void): void {
  // One that failed by the machine's fault says nothing; the strategy's own fault says much.
  if (state.first === null || (outcome.status === 'failed' && outcome.retriable)) return;
  const found =
    outcome.status === 'complete'
      ? difference(state.first.metrics, outcome.metrics)
      : `it failed: ${outcome.error.split('\n')[0]}`;
  if (found === null) return;
  state.isTold = true;
  const { strategy, symbol } = state.setup;
  warn(
    `${strategy} on ${symbol} gave another result for the same parameters after ${state.total} backtests, so something of it outlives a backtest (a variable outside of its class?) and results depend on their order: ${found}`,
  );
}

function difference(before: Metrics, now: Metrics): string | null {
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (Object.is(before[name], now[name])) continue;
    return `${name} was ${before[name] ?? 'absent'} and is ${now[name] ?? 'absent'}`;
  }
  return null;
}
