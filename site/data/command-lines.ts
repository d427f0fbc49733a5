import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';

export interface CommandLine {
  readonly purpose: string;
  readonly command: string;
}

/** Plain words need no quotes in a shell. */
export function quoteArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What to type to go on with a run, to repeat it, and to repeat its best backtest. */
export function commandLines(record: RunRecord, best: Evaluation | null): readonly CommandLine[] {
  const id = quoteArgument(record.id);
  const lines = [
    { purpose: 'Show it in the terminal', command: `npx leantune show ${id}` },
    { purpose: 'Go on where it stopped', command: `npx leantune resume ${id}` },
    { purpose: 'Run the same job again', command: `npx leantune optimize runs/${id}/job.json` },
  ];
  if (best === null) return lines;
  const params = quoteArgument(JSON.stringify(best.params));
  const backtest = `npx leantune backtest runs/${id}/job.json --params ${params}`;
  return [...lines, { purpose: 'Repeat the best backtest', command: backtest }];
}
