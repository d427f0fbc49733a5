import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';

export interface CommandLine {
  readonly purpose: string;
  readonly command: string;
}

/** Plain words need no quotes in a shell. */
export function quoteArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function again(id: string, file: string | undefined): readonly CommandLine[] {
  if (file === undefined) return [];
  const command = `npx leantune optimize runs/${id}/${file} --no-resume`;
  return [{ purpose: 'Run the same job again, from the start', command }];
}

/**
 * What to type to go on with a run, to repeat it, and to repeat the best backtest of a symbol.
 * @param file name of the job's file in the run's folder; absent where it is not known
 */
export function commandLines(
  record: RunRecord,
  symbol: SymbolProgress | null,
  file?: string,
): readonly CommandLine[] {
  const id = quoteArgument(record.id);
  const lines = [
    { purpose: 'Show it in the terminal', command: `npx leantune show ${id}` },
    { purpose: 'Go on where it stopped', command: `npx leantune resume ${id}` },
    ...again(id, file),
  ];
  if (!symbol?.best) return lines;
  const which = record.symbols.length > 1 ? ` --symbol ${quoteArgument(symbol.symbol)}` : '';
  const backtest = `npx leantune backtest --run ${id}${which}`;
  return [...lines, { purpose: 'Repeat the best backtest', command: backtest }];
}
