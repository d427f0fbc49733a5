import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { FailedCall } from '../fixtures/failing-runs.ts';

const run = promisify(execFile);
const fixtures = join(import.meta.dirname, '../fixtures');

/** Each of four faults at each call, which takes minutes; else one of them at each in turn. */
const all = process.env['LEANTUNE_ALL_IO_FAULTS'] === 'true';

it('a run whose n-th call to the file system fails leaves whole files, and its resume ends equal', async () => {
  const [preload, program] = ['failing-io.ts', 'failing-runs.ts'].map((name) =>
    join(fixtures, name),
  );
  const args = ['--import', String(preload), String(program), ...(all ? ['--all'] : [])];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 26 });
  const made = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as FailedCall);
  expect(made.filter(({ problem }) => problem !== null)).toEqual([]);
  // From the first file of the run's folder to its last word.
  expect(made.length).toBeGreaterThan(80);
  for (const call of ['open', 'write', 'sync', 'truncate', 'rename']) {
    expect(made.filter((one) => one.call?.startsWith(call)).length, call).toBeGreaterThan(0);
  }
  const files = ['run.json', 'evaluations.jsonl', 'journal.jsonl', 'columns.bin', 'checkpoint'];
  for (const file of files) {
    expect(made.some((one) => one.call?.includes(file), file)).toBe(true);
  }
  expect(made.some(({ ended }) => ended.startsWith('failed'))).toBe(true);
});
