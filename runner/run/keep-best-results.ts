import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup } from '../domain/executor.ts';
import { type FullBacktestOptions, fullBacktest, writeResults } from './best-backtest.ts';
import { bestIds, evaluationsAt, manyRows } from './read-by-columns.ts';
import { replay } from './replay.ts';
import type { SymbolFiles } from './symbol-files.ts';

export interface KeepBestOptions extends FullBacktestOptions {
  readonly setup: BacktestSetup;
  readonly files: SymbolFiles;
}

/**
 * Keeps the full results of the best sets of a search that has ended, each by its id: they are
 * backtested again, since nobody knows before the end which they are. Those that are there stay.
 */
export async function keepBestResults(count: number, options: KeepBestOptions): Promise<void> {
  const { files, setup, abort } = options;
  await files.sync();
  for (const evaluation of await bestOf(files.folder, count)) {
    if (abort.aborted) return;
    if (existsSync(join(files.folder, 'backtests', `${evaluation.id}.json`))) continue;
    const outcome = await fullBacktest(evaluation, setup, options);
    if (outcome !== null) await writeResults(evaluation.id, outcome, files);
  }
}

async function bestOf(folder: string, count: number): Promise<readonly Evaluation[]> {
  using reader = manyRows(folder);
  if (reader !== null) {
    // Awaited here: the reader is open until this function returns.
    return await evaluationsAt(folder, reader, await bestIds(reader, count));
  }
  const { evaluations } = await replay(folder);
  return evaluations
    .filter(({ status }) => status === 'complete')
    .toSorted((a, b) => b.fitness - a.fitness || a.id - b.id)
    .slice(0, count);
}
