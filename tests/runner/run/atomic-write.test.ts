import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeFileAtomic } from '../../../runner/run/atomic-write.ts';
import { mountSmallDisk, smallDiskProblem } from '../../fixtures/small-disk.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('writeFileAtomic()', () => {
  test('replaces the file and leaves nothing beside it', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'run.json');
    await writeFileAtomic(path, 'old');
    await writeFileAtomic(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder.path)).toEqual(['run.json']);
  });

  test('many writers of one file at once leave one of their contents, whole', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'run.json');
    const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(contents.map((content) => writeFileAtomic(path, content)));
    expect(contents).toContain(readFileSync(path, 'utf8'));
    expect(readdirSync(folder.path)).toEqual(['run.json']);
  });

  test('a missing folder is an error and nothing is made', async () => {
    using folder = temporaryFolder();
    await expect(writeFileAtomic(join(folder.path, 'no', 'run.json'), 'x')).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});

const problem = smallDiskProblem();
if (problem !== null) console.warn(`atomic-write on a full disk: skipped, ${problem}`);

test.skipIf(problem !== null)('writeFileAtomic() on a full disk keeps the old file', async () => {
  using disk = mountSmallDisk(64);
  const path = join(disk.folder, 'run.json');
  writeFileSync(path, 'the good old file');
  writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(36_864));
  await expect(writeFileAtomic(path, 'x'.repeat(30_028))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(readFileSync(path, 'utf8')).toBe('the good old file');
  expect(readdirSync(disk.folder).sort()).toEqual(['ballast', 'run.json']);
});
