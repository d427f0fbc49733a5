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
/** LEAN rounds drawdowns to tenths of a percent. */
const DRAWDOWN_TOLERANCE = 0.0501;
/** Rests on the drawdown, or on a benchmark, which a strategy for LEAN sets by itself. */
const NOT_COMPARED = new Set([
  'calmar_ratio',
  'alpha',
  'beta',
  'information_ratio',
  'tracking_error',
  'treynor_ratio',
]);

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
  const all = metricDifferences(evaluation, outcome);
  return { differences: kind === 'repeat' ? all : all.filter(isOfSubstance), error: null };
}

/** Whether two engines disagree; what only one of them measures says nothing. */
function isOfSubstance({ metric, was, is }: MetricDifference): boolean {
  if (was === null || is === null || NOT_COMPARED.has(metric)) return false;
  const apart = Math.abs(was - is);
  if (metric === 'max_drawdown') return apart > DRAWDOWN_TOLERANCE;
  const size = Math.max(Math.abs(was), Math.abs(is), 1e-3);
  return !Number.isFinite(apart) || apart > OTHER_ENGINE_TOLERANCE * size;
}
