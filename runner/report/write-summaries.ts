import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonText } from '../domain/json-text.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import { summarize, summarizeSymbol } from './run-summary.ts';

/** Writes `summary.json` of a run and of each of its symbols, anew where they are there. */
export async function writeSummaries(folder: string, record: RunRecord): Promise<void> {
  for (const progress of record.symbols) {
    const reports = join(folder, progress.folder, 'reports');
    await mkdir(reports, { recursive: true });
    await writeFileAtomic(join(reports, 'summary.json'), jsonText(summarizeSymbol(progress)));
  }
  await writeFileAtomic(join(folder, 'summary.json'), jsonText(summarize(record)));
}
