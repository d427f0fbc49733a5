import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { createColumnWriter } from '../../../runner/executors/column-writer.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

function segmentIn(folder: string) {
  const file = join(folder, '20160719_trade.zip');
  const line = `${570 * 60_000},1000000,1010000,990000,1005000,7`;
  writeFileSync(file, zipSync({ 'bars.csv': strToU8(line) }));
  return { kind: 'trade' as const, scale: 10_000, files: [{ file, day: 17_001 }] };
}

test('createColumnWriter() keeps columns in a process of its own', async () => {
  using data = temporaryFolder();
  using cache = temporaryFolder();
  const folder = join(cache.path, 'columns');
  const writer = createColumnWriter(folder);
  writer.keep([], data.path);
  expect(existsSync(folder)).toBe(false);
  writer.keep([segmentIn(data.path)], data.path);
  await writer.idle;
  const [name = 'none', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(/^[0-9a-f]{64}\.columns$/);
  // A header of 128 bytes at most, then six doubles.
  expect(statSync(join(folder, name)).size).toBeGreaterThan(48);
  await writer.dispose();
  await writer.dispose();
});

test('createColumnWriter() writes nothing that may not be read, and goes on', async () => {
  using data = temporaryFolder();
  using elsewhere = temporaryFolder();
  using cache = temporaryFolder();
  const folder = join(cache.path, 'columns');
  const writer = createColumnWriter(folder);
  writer.keep([segmentIn(elsewhere.path), segmentIn(data.path)], data.path);
  await writer.idle;
  expect(readdirSync(folder).length).toBe(1);
  await writer.dispose();
});

test('createColumnWriter() writes nothing after it was disposed', async () => {
  using data = temporaryFolder();
  using cache = temporaryFolder();
  const folder = join(cache.path, 'columns');
  const writer = createColumnWriter(folder);
  await writer.dispose();
  writer.keep([segmentIn(data.path)], data.path);
  await writer.idle;
  expect(existsSync(folder)).toBe(false);
});
