import type { BacktestSetup, Executor } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { SymbolProgress } from '../domain/run-record.ts';
import { acrossSymbols } from '../pipeline/across-symbols.ts';

/** Where a search is played: on its own symbol, or on all of them at once. */
export function placeOf(
  search: Pick<SymbolProgress, 'symbol'>,
  job: Job,
  executor: Executor,
): { readonly executor: Executor; readonly setup: BacktestSetup } {
  const [first = search.symbol] = job.symbols;
  return job.mode === 'shared'
    ? {
        executor: acrossSymbols(executor, job.symbols),
        setup: { ...job.backtest, symbol: first },
      }
    : { executor, setup: { ...job.backtest, symbol: search.symbol } };
}
