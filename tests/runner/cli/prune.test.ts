import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../../runner/cli/program.ts';
import { bytesIn, daysIn } from '../../../runner/cli/retention-flags.ts';
import type { Services } from '../../../runner/cli/services.ts';
import { acquireLock } from '../../../runner/run/lock.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, TOKEN } from '../server/test-service.ts';
import { jobOf, recordingScreen, recordOf } from './recorded-run.ts';

async function prune(home: string, ...args: string[]) {
  const [out, err] = [recordingScreen(), recordingScreen()];
  const runner = { [Symbol.asyncDispose]: async () => {} };
  const store = openRunStore(join(home, 'runs'));
  const token = async () => TOKEN;
  const services = { store, home, version: '1', runner, token } as unknown as Services;
  const code = await runProgram(services, ['prune', ...args], { out, err });
  return { code, out: out.text(), err: err.text() };
}

async function makeRun(home: string, text: string): Promise<string> {
  const store = openRunStore(join(home, 'runs'));
  const { id: _, ...record } = recordOf({ state: 'complete' });
  return (await store.create(record, jobOf(), { file: 'a.json', text })).id;
}

describe('leantune prune', () => {
  test('says what would go and why the others stay; --yes removes it', async () => {
    using folder = temporaryFolder();
    const home = folder.path;
    const [old, dropped, newest] = [
      await makeRun(home, '{}'),
      await makeRun(home, '{"a":1}'),
      await makeRun(home, '{"b":1}'),
    ];
    mkdirSync(join(home, 'config'));
    writeFileSync(join(home, 'config', 'mine.json'), '{"a":1}');
    const planned = await prune(home, '--keep', '1');
    expect(planned.out).toMatch(new RegExp(`^Would go: 1 run, .* KB\\nrun .*\\n${old} `));
    expect(planned.out).toContain('its job still stands in config/ as mine.json');
    expect(planned.out).toMatch(/Would free .* KB; nothing is removed without --yes\.\n$/);
    const ran = JSON.parse((await prune(home, '--keep', '1', '--yes', '--json')).out);
    expect(ran).toMatchObject({ carried_out: true, removed: [{ id: old }] });
    const { records } = await openRunStore(join(home, 'runs')).list();
    expect(records.map(({ id }) => id)).toEqual([newest, dropped]);
    const rest = await prune(home, '--keep', '0', '--include', 'dropped', '--yes');
    expect(rest.out).toMatch(/Removed 2 runs, .*; 0 runs, 0 B stay\.\n$/);
    expect((await prune(home, '--keep', '0')).out).toBe('Nothing to remove.\n\n');
  });

  test('wants a limit that it can read', async () => {
    using folder = temporaryFolder();
    expect((await prune(folder.path)).code).toBe(2);
    expect((await prune(folder.path, '--older-than', '90')).err).toContain('such as 90d');
    expect((await prune(folder.path, '--include', 'all')).err).toContain('found "all"');
  });

  test('is refused while another process without an API holds the runs', async () => {
    using folder = temporaryFolder();
    await makeRun(folder.path, '{}');
    await using _lock = await acquireLock(join(folder.path, 'runs'));
    const { code, err } = await prune(folder.path, '--keep', '0', '--yes');
    expect(code).toBe(1);
    expect(err).toMatch(/Cannot lock runs folder .* found process \d+/);
  });

  test('asks the daemon that holds the runs', async () => {
    await using service = await openTestService();
    const { id } = await service.addRun([fakeEvaluation(1)]);
    const other = await service.addRun([fakeEvaluation(1)], () => ({ study: 'spy' }));
    await using _lock = await acquireLock(service.store.root, { url: service.url });
    const planned = await prune(service.root, '--keep', '0');
    expect(planned.out).toContain('a run of study spy');
    expect((await service.store.list()).records).toHaveLength(2);
    const { code } = await prune(service.root, '--keep', '0', '--max-size', '1', '--yes');
    expect(code).toBe(0);
    expect((await service.store.list()).records.map((run) => run.id)).toEqual([other.id]);
    expect((await service.app.request(`/api/runs/${id}`)).status).toBe(404);
    const refused = await service.app.request('/api/prune?keep=0', { method: 'POST' });
    expect(refused.status).toBe(401);
  });
});

describe('daysIn() and bytesIn()', () => {
  test('read units', () => {
    expect(['90d', '2w', '6m', '1y'].map(daysIn)).toEqual([90, 14, 180, 365]);
    expect(['10GB', '1.5 mb', '7', '0B'].map(bytesIn)).toEqual([1e10, 1_500_000, 7, 0]);
    expect(() => bytesIn('ten')).toThrow(/Wanted a size/);
  });
});
