import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCatalog } from '../../../runner/run/catalog.ts';

const RUN = '20261121_101530';
const OTHER = '20261121_101531';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantune-catalog-'));
  await mkdir(join(folder, RUN));
  await mkdir(join(folder, OTHER));
});

afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('openCatalog()', () => {
  test('starts empty and keeps what was added', async () => {
    const catalog = await openCatalog(folder);
    expect(catalog.of(RUN)).toEqual({ tags: [], note: '', archived: false, promoted_at: null });
    await catalog.annotate(RUN, { tags: ['spy'], note: 'first' });
    await catalog.annotate(RUN, { archived: true });
    const again = await openCatalog(folder);
    expect(again.of(RUN)).toMatchObject({ tags: ['spy'], note: 'first', archived: true });
    expect(again.setAside).toBeNull();
  });

  test('loses no change of several made together', async () => {
    const catalog = await openCatalog(folder);
    await Promise.all([
      catalog.annotate(RUN, { note: 'note' }),
      catalog.annotate(RUN, { tags: ['a'] }),
      catalog.annotate(OTHER, { archived: true }),
    ]);
    expect(catalog.of(RUN)).toMatchObject({ note: 'note', tags: ['a'] });
    expect((await openCatalog(folder)).all()).toEqual(catalog.all());
  });

  test('is made again from the run folders when it is missing', async () => {
    await (await openCatalog(folder)).annotate(RUN, { note: 'kept' });
    await rm(join(folder, 'catalog.json'));
    expect((await openCatalog(folder)).of(RUN).note).toBe('kept');
  });

  test.each([
    ['torn', '{"v":1,"runs":{"2026'],
    ['empty', ''],
    ['of another shape', '{"v":1,"runs":[]}'],
    ['with a wrong entry', `{"v":1,"runs":{"${RUN}":{"tags":"x"}}}`],
  ])('sets a file aside that is %s, names it and goes on', async (_title, text) => {
    await (await openCatalog(folder)).annotate(RUN, { note: 'kept' });
    await writeFile(join(folder, 'catalog.json'), text);
    const catalog = await openCatalog(folder);
    expect(catalog.of(RUN).note).toBe('kept');
    expect(await readFile(catalog.setAside as string, 'utf8')).toBe(text);
    expect((await readdir(folder)).filter((name) => name.includes('damaged'))).toHaveLength(1);
  });

  test('finds a run that was copied in and forgets one that was taken away', async () => {
    await (await openCatalog(folder)).annotate(RUN, { note: 'gone' });
    await rm(join(folder, RUN), { recursive: true, maxRetries: 5 });
    await writeFile(
      join(folder, OTHER, 'annotations.json'),
      JSON.stringify({ tags: [], note: 'copied', archived: false, promoted_at: null }),
    );
    const catalog = await openCatalog(folder);
    expect(catalog.all()).toMatchObject({ [OTHER]: { note: 'copied' } });
    expect(Object.keys(catalog.all())).toEqual([OTHER]);
  });

  test('leaves all as it was where a run has no folder', async () => {
    const catalog = await openCatalog(folder);
    await expect(catalog.annotate('20200101_000000', { note: 'x' })).rejects.toThrow(
      'Cannot annotate run',
    );
    expect(catalog.all()).toEqual({});
  });

  test('takes a name of an object property for no run', async () => {
    const catalog = await openCatalog(folder);
    expect(catalog.of('constructor').note).toBe('');
  });
});
