import { cpSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFingerprints } from '../../../runner/executors/fingerprint.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** A folder with two files. */
function twoFiles(folder: string): string[] {
  mkdirSync(join(folder, 'a'), { recursive: true });
  const files = [join(folder, 'a/one.csv'), join(folder, 'two.csv')];
  for (const file of files) writeFileSync(file, `content of ${file.slice(folder.length)}`);
  return files;
}

it('hash() depends on contents and relative paths, not on order, place or time', async () => {
  using folder = temporaryFolder();
  const root = join(folder.path, 'data');
  const files = twoFiles(root);
  const { hash } = createFingerprints(join(folder.path, 'cache.json'));
  const first = await hash(files, root);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await hash([...files].reverse(), root)).toBe(first);
  utimesSync(files[0]!, new Date(0), new Date(0));
  expect(await hash(files, root)).toBe(first);

  const moved = join(folder.path, 'moved');
  cpSync(root, moved, { recursive: true });
  const movedFiles = files.map((file) => file.replace(root, moved));
  expect(await hash(movedFiles, moved)).toBe(first);

  writeFileSync(files[1]!, 'other');
  expect(await hash(files, root)).not.toBe(first);
  expect(await hash(files.slice(0, 1), root)).not.toBe(first);
});

it('hash() remembers files that stand still, also after a restart', async () => {
  using folder = temporaryFolder();
  const files = twoFiles(folder.path);
  const cacheFile = join(folder.path, '.leantune/fingerprints.json');
  const written = statSync(files[1]!).mtimeMs;
  const hashAt = async (time: number): Promise<string> => {
    const now = Date.now;
    Date.now = () => time;
    try {
      return await createFingerprints(cacheFile).hash(files, folder.path);
    } finally {
      Date.now = now;
    }
  };
  const fresh = await hashAt(written);
  // Changed a moment ago, they may change again without it showing in their times.
  expect(() => readFileSync(cacheFile)).toThrow(/ENOENT/);
  expect(await hashAt(written + 5_000)).toBe(fresh);
  const cache = JSON.parse(readFileSync(cacheFile, 'utf8'));
  expect(Object.keys(cache.files)).toEqual(files);
  cache.files[files[0]!][3] = 'remembered';
  writeFileSync(cacheFile, JSON.stringify(cache));
  expect(await createFingerprints(cacheFile).hash(files, folder.path)).not.toBe(fresh);
});

it.each(['', '[', 'null', '{"v":1}', '{"v":1,"files":null}', '{"v":2,"files":{}}'])(
  'hash() goes on without a cache that reads %j',
  async (content) => {
    using folder = temporaryFolder();
    const files = twoFiles(folder.path);
    const cacheFile = join(folder.path, 'cache.json');
    const expected = await createFingerprints(cacheFile).hash(files, folder.path);
    writeFileSync(cacheFile, content);
    expect(await createFingerprints(cacheFile).hash(files, folder.path)).toBe(expected);
  },
);

it('hash() names a file that is missing', async () => {
  using folder = temporaryFolder();
  const { hash } = createFingerprints(join(folder.path, 'cache.json'));
  await expect(hash([join(folder.path, 'missing.csv')], folder.path)).rejects.toThrow(/missing/);
});
