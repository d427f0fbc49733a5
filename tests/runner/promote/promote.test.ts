import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { differenceTo } from '../../../runner/promote/difference.ts';
import { liveStatus } from '../../../runner/promote/live-status.ts';
import { type PromoteOptions, promote } from '../../../runner/promote/promote.ts';
import { openPromotionRecord } from '../../../runner/promote/promotion-record.ts';
import { rollBack } from '../../../runner/promote/roll-back.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aCandidate, failing, passing, who } from './a-candidate.ts';

/** A record and a folder of live files. */
function aDesk(ending = 'live.yaml') {
  const folder = temporaryFolder();
  const record = openPromotionRecord(join(folder.path, 'promotions'));
  const file = join(folder.path, ending);
  const live = () => readFileSync(file, 'utf8');
  const go = (fast: number, change: Partial<PromoteOptions> = {}) =>
    promote(record, {
      candidate: aCandidate(fast),
      checks: passing,
      file,
      by: who,
      why: null,
      force: false,
      ...change,
    });
  const back = (force = false) => rollBack(record, { file, by: who, why: 'worse', force });
  return { ...folder, record, file, live, go, back, [Symbol.dispose]: folder[Symbol.dispose] };
}

describe('promote()', () => {
  test('writes the parameters and records who, when, from where and why', async () => {
    using desk = aDesk();
    const { promotion } = await desk.go(12, { why: 'better' });
    expect(parse(desk.live())).toMatchObject({
      leantune: 'promoted',
      hyperparameters: { fast: 12, slow: 90 },
    });
    expect(promotion).toMatchObject({
      n: 1,
      by: who,
      why: 'better',
      previous: null,
      from: { run: '20261121_101530', evaluation: 137 },
    });
    expect(await desk.record.list()).toMatchObject([{ n: 1, ended: true, why: 'better' }]);
  });

  test('writes the same bytes for the same candidate, and then nothing at all', async () => {
    using desk = aDesk();
    await desk.go(12);
    const first = desk.live();
    await desk.go(14);
    await desk.go(12);
    expect(desk.live()).toBe(first);
    expect(await desk.go(12)).toMatchObject({ promotion: null });
    expect(await desk.record.list()).toHaveLength(3);
    // Keys in order, and nothing that a reader of YAML 1.1 takes for a number.
    expect(Object.keys(parse(first))).toEqual(Object.keys(parse(first)).sort());
    expect(first).toContain('run_id: "20261121_101530"');
  });

  test('is refused while a check fails, unless forced with a reason', async () => {
    using desk = aDesk();
    await expect(desk.go(12, { checks: failing })).rejects.toThrow(
      'edges: wanted a check that passes, or --force with --why, found slow 300',
    );
    await expect(desk.go(12, { checks: failing, force: true })).rejects.toThrow('--why');
    await expect(desk.go(12, { checks: failing, force: true, why: '  ' })).rejects.toThrow('--why');
    expect(await desk.record.list()).toEqual([]);
    const { promotion } = await desk.go(12, { checks: failing, force: true, why: 'a bound of it' });
    expect(promotion?.overruled).toEqual(['edges']);
  });

  test("fills LEAN's parameters in and leaves all else, and who may read it, alone", async () => {
    using desk = aDesk('config.json');
    const before =
      '{\n  // mine\n  "algorithm-language": "CSharp",\n  "parameters": {"ticker": "SPX", "fast": "3"},\n}\n';
    writeFileSync(desk.file, before);
    chmodSync(desk.file, 0o600);
    await desk.go(12);
    expect(desk.live()).toContain('// mine');
    expect(desk.live()).toMatch(/"ticker": "SPX",\s*"fast": "12",\s*"slow": "90"\s*},\n}\n$/);
    expect(statSync(desk.file).mode & 0o777).toBe(0o600);
    const [kept] = readdirSync(join(desk.path, 'promotions', 'contents'));
    expect(statSync(join(desk.path, 'promotions', 'contents', String(kept))).mode & 0o077).toBe(0);
    await desk.back();
    expect(desk.live()).toBe(before);
    expect(statSync(desk.file).mode & 0o777).toBe(0o600);
  });

  test('writes through a link, so that what reads the file behind it is not cut off', async () => {
    using desk = aDesk();
    mkdirSync(join(desk.path, 'real'));
    const real = join(desk.path, 'real', 'live.yaml');
    writeFileSync(real, 'fast: 3\n');
    symlinkSync(real, desk.file);
    await desk.go(12);
    expect(readFileSync(real, 'utf8')).toContain('fast: 12');
    expect(await liveStatus(desk.record, real)).toMatchObject({ state: 'live' });
  });

  test('makes the folder of the file, and says of it until then that nothing is there', async () => {
    using desk = aDesk('live/live.yaml');
    const candidate = aCandidate(12);
    expect(await differenceTo(desk.record, candidate, { file: desk.file })).toMatchObject({
      live: null,
    });
    expect(await liveStatus(desk.record, desk.file)).toMatchObject({ state: 'unknown' });
    await desk.go(12);
    expect(await liveStatus(desk.record, desk.file)).toMatchObject({ state: 'live' });
  });

  test('refuses folders that are missing, a folder in its place, and an ending it does not know', async () => {
    using desk = aDesk();
    const to = (name: string) => desk.go(12, { file: join(desk.path, name) });
    await expect(to('none/at-all/live.yaml')).rejects.toThrow('a folder that exists');
    mkdirSync(join(desk.path, 'folder.yaml'));
    await expect(to('folder.yaml')).rejects.toThrow('wanted a file');
    await expect(to('live.conf')).rejects.toThrow('.yaml, .yml or .json');
    expect(await desk.record.list()).toEqual([]);
  });

  test('takes its turn where two want the same file', async () => {
    using desk = aDesk();
    await Promise.all([desk.go(12), desk.go(14), desk.go(16)]);
    const list = await desk.record.list();
    expect(list.map(({ n, ended }) => [n, ended])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect(list.slice(1).map(({ previous }) => previous)).toEqual(
      list.slice(0, 2).map(({ hash }) => hash),
    );
  });
});

describe('rollBack()', () => {
  test('walks back, promotion by promotion, to what was there before the first', async () => {
    using desk = aDesk();
    writeFileSync(desk.file, 'fast: 3\n');
    for (const fast of [12, 14, 16]) await desk.go(fast);
    expect(await desk.back()).toMatchObject({
      n: 4,
      restores: 2,
      from: { parameters: { fast: 14 } },
    });
    expect(desk.live()).toContain('fast: 14');
    expect(await desk.back()).toMatchObject({ restores: 1 });
    expect(desk.live()).toContain('fast: 12');
    expect(await desk.back()).toMatchObject({ restores: null, from: null });
    expect(desk.live()).toBe('fast: 3\n');
    await expect(desk.back()).rejects.toThrow('an earlier content');
    await desk.go(18);
    await desk.back();
    expect(desk.live()).toBe('fast: 3\n');
  });

  test('goes over what somebody else wrote only where it is forced to', async () => {
    using desk = aDesk();
    await desk.go(12);
    await desk.go(14);
    writeFileSync(desk.file, 'fast: 99\n');
    await expect(desk.back()).rejects.toThrow('a file that was changed since');
    await desk.back(true);
    expect(desk.live()).toContain('fast: 12');
    const [, , rolled] = await desk.record.list();
    expect(String(await desk.record.content(String(rolled?.previous)))).toBe('fast: 99\n');
  });

  test('brings back what somebody wrote between two promotions', async () => {
    using desk = aDesk();
    await desk.go(12);
    writeFileSync(desk.file, 'fast: 99\n');
    await desk.go(14);
    await desk.back();
    expect(desk.live()).toBe('fast: 99\n');
    await desk.back();
    expect(desk.live()).toContain('fast: 12');
  });

  test('has nothing to go back to where nothing was promoted, or there was no file', async () => {
    using desk = aDesk();
    await expect(desk.back()).rejects.toThrow('a promoted file');
    await desk.go(12);
    await expect(desk.back()).rejects.toThrow('an earlier content');
    expect(desk.live()).toContain('fast: 12');
  });
});

describe('liveStatus()', () => {
  test('knows a promotion by its content, and an edit by what it changed', async () => {
    using desk = aDesk();
    expect(await liveStatus(desk.record, desk.file)).toMatchObject({ state: 'unknown' });
    await desk.go(12);
    await desk.go(14);
    expect(await liveStatus(desk.record, desk.file)).toMatchObject({
      state: 'live',
      promotion: { n: 2 },
      parameters: { fast: 14, slow: 90 },
      constraints: { hold: true, broken: [] },
    });
    writeFileSync(desk.file, desk.live().replace('fast: 14', 'fast: 15'));
    expect(await liveStatus(desk.record, desk.file)).toMatchObject({
      state: 'edited',
      promotion: { n: 2 },
      changes: [{ name: 'fast', before: 14, after: 15 }],
      constraints: null,
    });
    await rollBack(desk.record, { file: desk.file, by: who, why: null, force: true });
    expect(await liveStatus(desk.record, desk.file)).toMatchObject({
      state: 'live',
      promotion: { n: 1 },
    });
  });

  test('says which constraints a forced set breaks', async () => {
    using desk = aDesk();
    const { promoted, ...rest } = aCandidate(12);
    const metadata = { ...promoted.metadata, constraint_violations: { 'max_drawdown <= 20': 3 } };
    const candidate = { ...rest, promoted: { ...promoted, metadata } };
    await desk.go(12, { candidate, checks: failing, force: true, why: 'a try' });
    expect(await liveStatus(desk.record, desk.file)).toMatchObject({
      constraints: { hold: false, broken: ['max_drawdown <= 20'] },
    });
  });
});

describe('differenceTo()', () => {
  test('sets parameters and figures side by side', async () => {
    using desk = aDesk();
    await desk.go(12);
    const { live, parameters, figures } = await differenceTo(desk.record, aCandidate(14), desk);
    expect(live?.n).toBe(1);
    expect(parameters).toEqual([
      { name: 'fast', before: 12, after: 14, same: false },
      { name: 'slow', before: 90, after: 90, same: true },
    ]);
    expect(figures).toContainEqual({ name: 'fitness', before: 1.2, after: 1.4 });
    expect(figures).toContainEqual({
      name: 'profit_factor',
      before: Number.POSITIVE_INFINITY,
      after: Number.POSITIVE_INFINITY,
    });
  });

  test('knows the figures of what is live where it is what the search was compared with', async () => {
    using desk = aDesk('config.json');
    const text =
      '{ "algorithm-language": "CSharp", "parameters": { "fast": "10", "slow": "30", "ticker": "SPX" } }';
    writeFileSync(desk.file, text);
    const { live, parameters, figures } = await differenceTo(desk.record, aCandidate(14), desk);
    expect(live).toBeNull();
    expect(parameters.map(({ name, before }) => [name, before])).toEqual([
      ['fast', '10'],
      ['slow', '30'],
    ]);
    expect(figures).toContainEqual({ name: 'fitness', before: 0.5, after: 1.4 });
  });
});
