import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PreparedBars } from '../../../runner/domain/bar-preparation.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { prepareBars } from './prepare-bars.ts';

const BAR_FILE = /^(.+)_m1\.parquet$/;
const NO_GAPS = {
  missing_days: 0,
  days: [],
  missing_minutes: 0,
  days_with_missing_minutes: 0,
  minutes: [],
};

/** The files of prepared bars in a folder, by symbol. */
export async function preparedBars(folder: string): Promise<PreparedBars[]> {
  if (!existsSync(folder)) return [];
  const found: PreparedBars[] = [];
  for (const name of readdirSync(folder).sort()) {
    const symbol = BAR_FILE.exec(name)?.[1];
    if (symbol !== undefined) found.push(await lookAt(folder, symbol));
  }
  return found;
}

async function lookAt(folder: string, symbol: string): Promise<PreparedBars> {
  try {
    const source = { kind: 'files', files: [], strict: false } as const;
    const report = await prepareBars({ symbol, folder, source, replace: false });
    const { file, bytes, bars, first, last, gaps, synthetic } = report;
    return {
      symbol,
      file,
      bytes,
      bars,
      first,
      last,
      gaps,
      synthetic,
      source: report.source,
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const file = join(folder, `${symbol}_m1.parquet`);
    const nothing = { bars: 0, first: '', last: '', gaps: NO_GAPS, synthetic: false, source: '' };
    return { symbol, file, bytes: statSync(file).size, ...nothing, problem: error.message };
  }
}
