import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { openCatalog } from '../../../runner/run/catalog.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { compareStudies } from '../../../runner/run/study-comparison.ts';
import { createStudyKeeper } from '../../../runner/run/study-keeper.ts';
import { readStudyNotes, studyNamed } from '../../../runner/run/study-notes.ts';
import { aJob } from '../../fixtures/a-job.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

interface Made {
  readonly study: string | null;
  readonly evaluations: number;
  /** Improvements: [id, fitness]. */
  readonly curve: readonly (readonly [number, number])[];
  readonly firstId?: number;
  readonly judged?: string;
  readonly state?: RunRecord['state'];
}

/** A run folder with as much as a study looks at. */
async function makeRun(root: string, made: Made): Promise<RunRecord> {
  const store = openRunStore(root);
  const { study, evaluations, curve, firstId = 1, judged = 'fitness', state = 'complete' } = made;
  const [id, fitness] = curve.at(-1) ?? [1, 0];
  const at = `2026-11-21T10:15:${String(firstId % 60).padStart(2, '0')}.000Z`;
  const counts = { complete: evaluations, invalid: 0, failed: 0, pruned: 0 };
  const start = { setup: 'spy', judged, first_id: firstId, known: 0, runs: [] };
  const unused = { setup: 0, space: 0, judged: 0, unfinished: 0 };
  const record = {
    ...{ v: 1, name: 'a-job', study, tags: [], state, reason: null, seed: 1, slots: 2 },
    ...{ strategy: 'sma-cross', executor: 'embedded', seconds: 2, evaluations_per_second: 9 },
    dates: { start: '2000-01-01', end: '2019-12-31' },
    ...{ holdout_dates: null, versions: {}, created_at: at, updated_at: at, ended_at: at },
    ...{ space_size: '100', planned_evaluations: evaluations },
    identity: { strategy: 'a', data: 'b', search: String(firstId) },
    symbols: [
      {
        ...{ symbol: 'SPY', folder: 'SPY', state: 'complete', stages: [], holdout: null, curve },
        counts: { evaluations, ...counts, duplicates: 0, rejected_lines: 0 },
        best: anEvaluation({ id, fitness, params: { fast: id, slow: 50 } }),
      },
    ],
    starts: { SPY: { ...start, unused } },
  } as Omit<RunRecord, 'id'>;
  return await store.create(record, aJob({ study }), { file: 'a.json', text: `{"${firstId}":1}` });
}

async function aKeeper(root: string, live: string[] = []) {
  const store = openRunStore(root);
  const catalog = await openCatalog(root);
  const runs = async () => (await store.list()).records;
  const isLive = (id: string): boolean => live.includes(id);
  return { store, catalog, keeper: createStudyKeeper({ store, catalog, runs, isLive }) };
}

/** Two runs in "one", one in "other", one in none. */
async function twoStudies(root: string): Promise<RunRecord[]> {
  const first = [
    [1, -9],
    [20, -4],
  ] as const;
  const second = [
    [31, -7],
    [33, -3],
    [40, -1],
  ] as const;
  return [
    await makeRun(root, { study: 'one', evaluations: 30, curve: first }),
    await makeRun(root, { study: 'one', evaluations: 10, curve: second, firstId: 31 }),
    await makeRun(root, { study: 'other', evaluations: 5, curve: [[2, -2]], firstId: 2 }),
    await makeRun(root, { study: null, evaluations: 5, curve: [[3, 0]], firstId: 3 }),
  ];
}

describe('StudyKeeper.list() and .show()', () => {
  test('tell of a run that is paused, though a later one has ended', async () => {
    using folder = temporaryFolder();
    const curve = [[1, -9]] as const;
    await makeRun(folder.path, { study: 'one', evaluations: 3, curve, state: 'paused' });
    await makeRun(folder.path, { study: 'one', evaluations: 3, curve, firstId: 4 });
    const { keeper } = await aKeeper(folder.path);
    expect(await keeper.list()).toMatchObject([{ name: 'one', runs: 2, state: 'paused' }]);
  });

  test('merge the runs of a study', async () => {
    using folder = temporaryFolder();
    const [first, second] = await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path);
    const list = await keeper.list();
    expect(list.map(({ name, runs, evaluations }) => [name, runs, evaluations])).toEqual([
      ['one', 2, 40],
      ['other', 1, 5],
    ]);
    expect(list[0]).toMatchObject({ seconds: 4, state: 'complete', symbols: ['SPY'], alike: true });
    expect(list[0]?.bests).toMatchObject([
      { run: second?.id, evaluation: { id: 40, fitness: -1 } },
    ]);
    const { courses, history } = await keeper.show('one');
    expect(history.map(({ id }) => id)).toEqual([first?.id, second?.id]);
    expect(courses).toEqual([
      {
        symbol: 'SPY',
        total: 40,
        // The second run begins with less than the first had found.
        best: [
          [1, -9],
          [20, -4],
          [33, -3],
          [40, -1],
        ],
        borders: [
          { run: first?.id, after: 0 },
          { run: second?.id, after: 30 },
        ],
      },
    ]);
  });

  test('name what there is where a name is wrong', async () => {
    using folder = temporaryFolder();
    await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path);
    await expect(keeper.show('othr')).rejects.toThrow(/found other\?/);
    await expect(keeper.show('xyz')).rejects.toBeInstanceOf(InputError);
  });

  test('tell of runs that measure otherwise', async () => {
    using folder = temporaryFolder();
    await twoStudies(folder.path);
    const curve = [[41, 5]] as const;
    await makeRun(folder.path, { study: 'one', evaluations: 1, curve, firstId: 41, judged: 'x' });
    const { keeper } = await aKeeper(folder.path);
    expect((await keeper.show('one')).alike).toBe(false);
  });
});

describe('StudyKeeper.annotate()', () => {
  test('keeps tags, note, archive and title, also without the index', async () => {
    using folder = temporaryFolder();
    await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path);
    const note = '# <script>alert(1)</script>';
    await keeper.annotate('one', { tags: ['a'], note, title: 'My study' });
    await keeper.annotate('My study', { archived: true });
    rmSync(join(folder.path, 'catalog.json'));
    const again = (await aKeeper(folder.path)).keeper;
    const wanted = { name: 'one', title: 'My study', tags: ['a'], note, archived: true };
    expect(await again.show('My study')).toMatchObject(wanted);
    expect(await again.show('one')).toMatchObject(wanted);
    expect(await studyNamed(folder.path, 'My study')).toBe('one');
  });

  test('refuses a title by which another study is known', async () => {
    using folder = temporaryFolder();
    await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path);
    await expect(keeper.annotate('one', { title: 'other' })).rejects.toThrow(/no other study has/);
    expect((await keeper.annotate('one', { title: 'one' })).title).toBeNull();
  });

  test.each(['__proto__', '../..', 'a/b', 'ß 🚀', 'constructor'])(
    'takes %j for a name',
    async (name) => {
      using folder = temporaryFolder();
      await makeRun(folder.path, { study: name, evaluations: 1, curve: [[1, 1]] });
      const { keeper } = await aKeeper(folder.path);
      await keeper.annotate(name, { tags: ['x'] });
      expect((await (await aKeeper(folder.path)).keeper.show(name)).tags).toEqual(['x']);
      expect([...(await readStudyNotes(folder.path)).keys()]).toEqual([name]);
      expect(readdirSync(join(folder.path, '.studies'))).toHaveLength(1);
    },
  );
});

describe('StudyKeeper.delete()', () => {
  test('moves all runs away, and undelete() puts everything back as it was', async () => {
    using folder = temporaryFolder();
    using before = temporaryFolder();
    await twoStudies(folder.path);
    const { keeper, catalog, store } = await aKeeper(folder.path);
    const run = (await keeper.records('one'))[0]?.id ?? '';
    await catalog.annotate(run, { note: 'of the run' });
    await keeper.annotate('one', { tags: ['a'], title: 'Mine' });
    const shown = await keeper.show('one');
    cpSync(folder.path, before.path, { recursive: true });
    const deleted = await keeper.delete('Mine');
    expect(deleted).toMatchObject({ name: 'one', title: 'Mine' });
    expect((await keeper.list()).map(({ name }) => name)).toEqual(['other']);
    expect((await store.list()).records).toHaveLength(2);
    expect(catalog.of(run).note).toBe('');
    expect((await keeper.deleted()).map(({ name }) => name)).toEqual(['one']);
    await keeper.undelete('Mine');
    expect(await keeper.show('one')).toEqual(shown);
    expect(catalog.of(run).note).toBe('of the run');
    expect(readdirSync(folder.path).sort()).toEqual([...readdirSync(before.path), '.trash'].sort());
    expect(await keeper.deleted()).toEqual([]);
  });

  test('refuses a study of which a run is under way', async () => {
    using folder = temporaryFolder();
    const runs = await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path, [runs[1]?.id ?? '']);
    await expect(keeper.delete('one')).rejects.toThrow(`found run ${runs[1]?.id} under way`);
    expect(await keeper.list()).toHaveLength(2);
  });

  test('cut off half way can be undone', async () => {
    using folder = temporaryFolder();
    const [first] = await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path);
    const { id } = await keeper.delete('one');
    // As if the process had died before it moved the first run.
    cpSync(join(folder.path, '.trash', id, first?.id ?? ''), join(folder.path, first?.id ?? ''), {
      recursive: true,
    });
    rmSync(join(folder.path, '.trash', id, first?.id ?? ''), { recursive: true, maxRetries: 5 });
    const again = (await aKeeper(folder.path)).keeper;
    expect((await again.show('one')).runs).toBe(1);
    await again.undelete('one');
    expect((await again.show('one')).runs).toBe(2);
  });

  test('the trash is emptied of what is old enough', async () => {
    using folder = temporaryFolder();
    await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path);
    const { id } = await keeper.delete('one');
    expect(await keeper.emptyTrash(30)).toEqual([]);
    expect(await keeper.emptyTrash(0)).toMatchObject([{ id, name: 'one' }]);
    expect(existsSync(join(folder.path, '.trash', id))).toBe(false);
    await expect(keeper.undelete('one')).rejects.toThrow(/found an empty trash/);
  });
});

describe('compareStudies()', () => {
  test('says who found more, with how much, and in which parameters they differ', async () => {
    using folder = temporaryFolder();
    await twoStudies(folder.path);
    const { keeper } = await aKeeper(folder.path);
    const [symbol] = compareStudies(await keeper.show('one'), await keeper.show('other')).symbols;
    expect(symbol).toMatchObject({
      symbol: 'SPY',
      gain: -1,
      evaluations: [40, 5],
      until_best: [40, 1],
      alike: true,
      parameters: [
        { name: 'fast', values: [40, 2], same: false },
        { name: 'slow', values: [50, 50], same: true },
      ],
    });
  });
});
