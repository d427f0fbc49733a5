import type { DateRange, Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup } from '../domain/executor.ts';
import type { Scorer } from '../pipeline/score.ts';
import { type BestBacktestOptions, fullBacktest, writeResults } from './best-backtest.ts';

export interface HoldoutOptions
  extends Pick<
    BestBacktestOptions,
    | 'executor'
    | 'setup'
    | 'files'
    | 'keepResults'
    | 'time'
    | 'requestId'
    | 'abort'
    | 'warn'
    | 'completed'
  > {
  readonly holdout: DateRange;
  readonly scorer: Scorer;
  /** Out-of-sample evaluations that the files hold already. */
  readonly past: readonly Evaluation[];
}

/**
 * Evaluates the best on the dates that the search never saw: once, at the end. Its line carries the
 * id of the evaluation it repeats.
 */
export async function evaluateHoldout(
  best: Evaluation,
  options: HoldoutOptions,
): Promise<Evaluation | null> {
  const { holdout, files } = options;
  const done = options.past.find(
    (line) => line.id === best.id && line.window?.start === holdout.start,
  );
  if (done !== undefined) return done;
  const setup: BacktestSetup = { ...options.setup, dates: holdout };
  const outcome = await fullBacktest(best, setup, options);
  if (outcome === null) return null;
  const { headline, ...score } = options.scorer(outcome);
  const evaluation: Evaluation = {
    ...withoutMetrics(best),
    ...headline,
    ...score,
    stage: 'holdout',
    stage_detail: 'holdout',
    window: holdout,
    is_oos: true,
    attempt: outcome.attempt,
    slot: outcome.slot,
    ms: outcome.ms,
    at: new Date().toISOString(),
  };
  if (options.keepResults !== 'none') await writeResults('holdout', outcome, files);
  files.line(evaluation);
  await files.sync();
  return evaluation;
}

/** The line's head without the figures of the search's dates. */
function withoutMetrics({ v, id, sampler, batch, params }: Evaluation) {
  return { v, id, sampler, batch, params };
}
