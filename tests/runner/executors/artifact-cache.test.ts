import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createArtifactCache } from '../../../runner/executors/artifact-cache.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let builds = 0;
beforeEach(() => {
  folder = temporaryFolder();
  builds = 0;
});
afterEach(() => folder[Symbol.dispose]());

async function build(output: string): Promise<void> {
  builds++;
  mkdirSync(join(output, 'sub'));
  writeFileSync(join(output, 'a.dll'), 'assembly');
  writeFileSync(join(output, 'sub', 'b.json'), '{}');
}

it('get() builds once, also for those who ask meanwhile', async () => {
  const cache = createArtifactCache(folder.path);
  const [first, second] = await Promise.all([cache.get('x', build), cache.get('x', build)]);
  expect(second).toBe(first);
  expect(await createArtifactCache(folder.path).get('x', build)).toBe(first);
  expect(builds).toBe(1);
});

it.each([
  ['lost a file', (place: string) => rmSync(join(place, 'sub', 'b.json'))],
  ['has half of one', (place: string) => writeFileSync(join(place, 'a.dll'), 'asse')],
  ['lost the list of its files', (place: string) => rmSync(join(place, 'contents.json'))],
])('get() builds again what %s', async (_name, harm) => {
  const cache = createArtifactCache(folder.path);
  const place = await cache.get('x', build);
  harm(place);
  expect(await cache.get('x', build)).toBe(place);
  expect(builds).toBe(2);
  expect(readFileSync(join(place, 'a.dll'), 'utf8')).toBe('assembly');
  expect(existsSync(join(place, 'sub', 'b.json'))).toBe(true);
});

it('get() leaves nothing behind of a build that fails', async () => {
  const cache = createArtifactCache(folder.path);
  const failing = cache.get('x', async () => {
    throw new Error('no such compiler');
  });
  await expect(failing).rejects.toThrow('no such compiler');
  await cache.get('x', build);
  expect(builds).toBe(1);
});
