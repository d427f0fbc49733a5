import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup, Executor, Outcome } from '../domain/executor.ts';
import type { MetricDifference, Verification } from '../domain/verification.ts';
import { metricDifferences } from './metric-differences.ts';

export interface VerifyOptions {
  /** One that has done nothing before; started. */
  readonly executor: Executor;
  /** Its name. */
  readonly name: string;
  readonly setup: BacktestSetup;
  /** What found the set. */
  readonly foundBy: 'embedded' | 'lean';
  readonly signal: AbortSignal;
}

/** Engines do the same sums in another order and with other numbers: decimals, doubles. */
const OTHER_ENGINE_TOLERANCE = 1e-4;

/** Backtests a set once more and says what came out otherwise. */
export async function verifySet(
  evaluation: Evaluation,
  { executor, name, setup, foundBy, signal }: VerifyOptions,
): Promise<Verification> {
  const { engine = 'embedded' } = setup;
  const kind = engine === foundBy ? 'repeat' : 'other engine';
  const request = { id: 1, setup, params: evaluation.params, detail: 'metrics' as const };
  const outcomes = await Array.fromAsync(executor.evaluate([request], signal));
  const [outcome] = outcomes;
  const { differences, error } = compare(evaluation, outcome, kind);
  return {
    evaluation: evaluation.id,
    executor: name,
    engine,
    kind,
    equal: error === null && differences.length === 0,
    differences,
    error,
    at: new Date().toISOString(),
  };
}

function compare(
  evaluation: Evaluation,
  outcome: Outcome | undefined,
  kind: Verification['kind'],
): { readonly differences: readonly MetricDifference[]; readonly error: string | null } {
  if (outcome === undefined) return { differences: [], error: 'no outcome' };
  if (outcome.status === 'failed') return { differences: [], error: outcome.error };
  if (outcome.status !== 'complete') return { differences: [], error: `it was ${outcome.status}` };
  if (kind === 'repeat')
    return { differences: metricDifferences(evaluation, outcome), error: null };
  const found = metricDifferences(evaluation, outcome, isClose);
  // What one engine does not measure says nothing.
  return { differences: found.filter(({ was, is }) => was !== null && is !== null), error: null };
}

function isClose(was: number, is: number): boolean {
  return Math.abs(was - is) <= OTHER_ENGINE_TOLERANCE * Math.max(Math.abs(was), Math.abs(is), 1e-3);
}
