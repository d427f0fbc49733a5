import type { BacktestResult } from '../play-backtest.ts';
import type { Failure, ResultsAnswer } from './messages.ts';

export type Finished =
  | ({ readonly ms: number } & BacktestResult)
  | { readonly ms: number; readonly failure: Failure };

/** Consecutive outcomes of a run on their way to the runner. */
export interface OutcomeBatch {
  readonly size: number;
  add(finished: Finished): void;
  /** @param read names of the parameters that the strategy has asked for so far */
  answer(read?: readonly string[]): ResultsAnswer;
}

/** @param from index of the first outcome within its run */
export function createOutcomeBatch(task: number, from: number): OutcomeBatch {
  const outcomes: Finished[] = [];
  return {
    get size() {
      return outcomes.length;
    },
    add(finished) {
      outcomes.push(finished);
    },
    answer(read = []) {
      const names = metricNames(outcomes);
      const values = new Float64Array(outcomes.length * names.length).fill(Number.NaN);
      const failures: Record<number, Failure> = {};
      const results: Record<number, string> = {};
      const standings: Record<number, readonly number[]> = {};
      const pruned: number[] = [];
      outcomes.forEach((outcome, position) => {
        if ('failure' in outcome) {
          failures[position] = outcome.failure;
          return;
        }
        const first = position * names.length;
        names.forEach((name, column) => {
          values[first + column] = outcome.metrics[name] ?? Number.NaN;
        });
        if (outcome.result !== undefined) results[position] = outcome.result;
        if (outcome.standings !== undefined) standings[position] = outcome.standings;
        if (outcome.pruned === true) pruned.push(position);
      });
      const ms = outcomes.map((outcome) => outcome.ms);
      const answer = { task, from, ms, names, values, failures, results, read };
      const watched = Object.keys(standings).length > 0;
      return { type: 'results', ...answer, ...(watched && { standings, pruned }) };
    },
  };
}

/** The names of all metrics. Nearly always each outcome has those of the one before. */
function metricNames(outcomes: readonly Finished[]): readonly string[] {
  const names = new Set<string>();
  let before = '';
  for (const outcome of outcomes) {
    if ('failure' in outcome) continue;
    const own = Object.keys(outcome.metrics);
    const text = own.join();
    if (text === before) continue;
    before = text;
    for (const name of own) names.add(name);
  }
  return [...names];
}
