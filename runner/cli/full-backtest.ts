import type { BacktestSetup, Executor, Outcome } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { CommandContext } from './context.ts';

export interface OneBacktest {
  readonly setup: BacktestSetup;
  readonly params: ParameterSet;
}

/** One backtest with its full result, by an executor that is started for it alone. */
export async function fullBacktest(
  { services, err }: CommandContext,
  job: Job,
  { setup, params }: OneBacktest,
  signal: AbortSignal,
): Promise<Outcome> {
  await using executor: Executor = services.createExecutor({ ...job, slots: 1 }, (text) =>
    err.write(text),
  );
  await executor.start();
  const { warnings } = await executor.prepare(setup);
  for (const warning of warnings) err.write(`${err.style('yellow', 'Warning:')} ${warning}\n`);
  const request = { id: 1, setup, params, detail: 'full' as const };
  const outcomes = await Array.fromAsync(executor.evaluate([request], signal));
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('Cannot backtest: wanted an outcome, found none');
  return outcome;
}
