import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../runner/domain/run-record.ts';

const RUN_ID = /^\d{8}_\d{6}$/;

/** A symbol's folder of a run. */
export interface SymbolPlace {
  readonly run: string;
  readonly symbol: string;
  readonly folder: string;
}

export function runIds(runs: string): string[] {
  return readdirSync(runs).filter((name) => RUN_ID.test(name));
}

/** Null where it cannot be read, as on a disk that was full when it was to be written first. */
export function recordOf(runs: string, id: string): RunRecord | null {
  try {
    return JSON.parse(readFileSync(join(runs, id, 'run.json'), 'utf8')) as RunRecord;
  } catch {
    return null;
  }
}

export function recordsNamed(runs: string, name: string): RunRecord[] {
  return runIds(runs).flatMap((id) => {
    const record = recordOf(runs, id);
    return record?.name === name ? [record] : [];
  });
}

export function symbolsOf(runs: string, run: string): SymbolPlace[] {
  return readdirSync(join(runs, run), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ run, symbol: name, folder: join(runs, run, name) }))
    .filter(({ folder }) => existsSync(join(folder, 'evaluations.jsonl')));
}

/** The lines that end in a newline, and where each begins. */
export function wholeLines(path: string): { readonly text: string; readonly offset: number }[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const lines = [];
  let from = 0;
  for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
    lines.push({ text: bytes.toString('latin1', from, to), offset: from });
    from = to + 1;
  }
  return lines;
}
