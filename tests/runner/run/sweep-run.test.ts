import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const HOUR_AGO = new Date(Date.now() - 3_600_000);

/** A folder with files as they were left an hour ago. */
function leave(folder: string, files: readonly string[]): void {
  for (const file of files) {
    const path = join(folder, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, '{');
    utimesSync(path, HOUR_AGO, HOUR_AGO);
  }
  utimesSync(folder, HOUR_AGO, HOUR_AGO);
}

test('sweep() removes what killed writers left in every run, ended ones too', async () => {
  using root = temporaryFolder();
  const run = join(root.path, '20261121_101530');
  leave(run, [
    'run.json',
    'job.json',
    '.run.json.0123456789ab.tmp',
    'SPY/evaluations.jsonl',
    'SPY/.checkpoint.json.0123456789ab.tmp',
    'SPY/columns.bin.4194000.tmp',
    'SPY/backtests/.best.json.0123456789ab.tmp',
    'notes.tmp',
  ]);
  const young = join(run, '.best.json.ba9876543210.tmp');
  writeFileSync(young, '');
  await openRunStore(root.path).sweep();
  expect(readdirSync(run).sort()).toEqual([
    '.best.json.ba9876543210.tmp',
    'SPY',
    'job.json',
    'notes.tmp',
    'run.json',
  ]);
  expect(readdirSync(join(run, 'SPY')).sort()).toEqual(['backtests', 'evaluations.jsonl']);
  expect(readdirSync(join(run, 'SPY/backtests'))).toEqual([]);
});

test('sweep() removes a folder that was to become a run, and no other', async () => {
  using root = temporaryFolder();
  const folder = (id: string) => join(root.path, id);
  leave(folder('20261121_000001'), ['job.yaml', '.job.resolved.json.0123456789ab.tmp']);
  mkdirSync(folder('20261121_000002'));
  utimesSync(folder('20261121_000002'), HOUR_AGO, HOUR_AGO);
  leave(folder('20261121_000003'), ['SPY/evaluations.jsonl']);
  leave(folder('20261121_000004'), ['job.json', 'mine.txt']);
  leave(folder('elsewhere'), ['job.json']);
  mkdirSync(folder('20261121_000005'));
  await openRunStore(root.path).sweep();
  expect(readdirSync(root.path).sort()).toEqual([
    '20261121_000003',
    '20261121_000004',
    '20261121_000005',
    'elsewhere',
  ]);
  expect(existsSync(join(folder('20261121_000003'), 'SPY/evaluations.jsonl'))).toBe(true);
});
