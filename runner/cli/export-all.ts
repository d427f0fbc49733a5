import { join, parse } from 'node:path';
import { InputError } from '../domain/errors.ts';
import { countText } from '../domain/number-text.ts';
import type { SymbolProgress } from '../domain/run-record.ts';
import { createSpace } from '../domain/space.ts';
import { evaluatedSearches } from '../report/best-parameters.ts';
import { type EvaluationBatches, openEvaluationBatches } from '../report/evaluation-batches.ts';
import { evaluationsCsv, writeEvaluations } from '../report/evaluations-file.ts';
import type { CommandContext } from './context.ts';
import { chosenFormat, type ExportFormat, outputFile } from './export-format.ts';
import type { StoredRun } from './find-run.ts';

interface Target {
  readonly output?: string;
  readonly format?: ExportFormat;
  readonly symbol?: string;
}

const ACTION = 'Cannot export all evaluations';

/** A file for each search of the run, or the one of a symbol to stdout. */
export async function exportAll(
  { services: { store }, out, err }: CommandContext,
  { record, job }: StoredRun,
  target: Target,
): Promise<void> {
  const possible = ['csv', 'parquet', 'xlsx'] as const;
  const format = chosenFormat(target, { possible, action: ACTION });
  const searches = evaluatedSearches(record, target.symbol);
  const space = createSpace(job.parameters, job.rules);
  const file = outputFile(target.output);
  if (file === null && format !== 'csv') throw needsFile(format);
  if (file === null && searches.length > 1) throw tooMany(searches);
  for (const progress of searches) {
    using source: EvaluationBatches = await openEvaluationBatches(
      store,
      record.id,
      progress.folder,
    );
    if (file === null) {
      for await (const { text } of evaluationsCsv({ source, space })) out.write(text);
      continue;
    }
    const path = searches.length === 1 ? file : besideOthers(file, progress);
    const rows = await writeEvaluations(path, format, { source, space });
    err.write(`${progress.symbol}: ${countText(rows)} evaluations in ${path}\n`);
  }
}

/** `out.csv` → `out.SPY.csv` */
function besideOthers(file: string, { folder }: SymbolProgress): string {
  const { dir, name, ext } = parse(file);
  return join(dir, `${name}.${folder}${ext}`);
}

function needsFile(format: ExportFormat): InputError {
  return new InputError(ACTION, [
    { path: '--output', wanted: `a file, which ${format} needs`, found: 'stdout' },
  ]);
}

function tooMany(searches: readonly SymbolProgress[]): InputError {
  const names = searches.map(({ symbol }) => symbol).join(', ');
  return new InputError(ACTION, [
    { path: '--output', wanted: 'a file, or one symbol by --symbol', found: `stdout for ${names}` },
  ]);
}
