import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDaemon, type Daemon } from '../../../runner/daemon/daemon.ts';
import { openSchedules, type Schedules } from '../../../runner/daemon/schedules.ts';
import { openAudit, readAudit } from '../../../runner/run/audit.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { createFakeRunner, fakeReader } from './fake-runner.ts';

const WEEKLY = { cron: '@weekly', timeZone: 'UTC' };
const until = (check: () => unknown) => vi.waitUntil(check, { timeout: 200_000, interval: 10 });

let root: string;
let now: Date;
const open: AsyncDisposable[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'leantune-schedules-'));
  // A Wednesday.
  now = new Date('2026-11-18T10:00:00Z');
});

afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

describe('openSchedules()', () => {
  let ran: string[];

  beforeEach(() => {
    ran = [];
  });

  async function start(more: { run?: (file: string, since: Date) => Promise<void> } = {}) {
    const schedules = await openSchedules({
      runsFolder: root,
      run: async (file, since) => {
        ran.push(`${file} ${since.toISOString()}`);
      },
      log: () => {},
      now: () => now,
      everyMs: 5,
      ...more,
    });
    open.push(schedules);
    return schedules;
  }
  /** Several looks at the clock. */
  const looks = async () => {
    for (let look = 0; look < 5; look++) await new Promise((resolve) => setTimeout(resolve, 6));
  };
  const restart = async (schedules: Schedules) => {
    await schedules[Symbol.asyncDispose]();
    const again = await start();
    again.know('spy.json', WEEKLY, 'present');
    await again.start();
    await looks();
    return again;
  };

  test('runs a job when its time has come, and once', async () => {
    const schedules = await start();
    schedules.know('spy.json', WEEKLY, 'dropped');
    await schedules.start();
    await looks();
    expect(ran).toEqual([]);
    expect(schedules.of('spy.json')).toEqual({
      cron: '@weekly',
      time_zone: 'UTC',
      next: '2026-11-22T00:00:00.000Z',
      last: '2026-11-18T10:00:00.000Z',
    });
    now = new Date('2026-11-22T00:00:07Z');
    await until(() => ran.length > 0);
    await looks();
    expect(ran).toEqual(['spy.json 2026-11-22T00:00:07.000Z']);
    expect(schedules.of('spy.json')?.next).toBe('2026-11-29T00:00:00.000Z');
  });

  test('makes up once for all that was missed while nothing ran', async () => {
    const first = await start();
    first.know('spy.json', WEEKLY, 'dropped');
    await first.start();
    now = new Date('2027-03-03T10:00:00Z');
    const second = await restart(first);
    await until(() => ran.length > 0);
    await looks();
    expect(ran).toEqual(['spy.json 2027-03-03T10:00:00.000Z']);
    await restart(second);
    expect(ran).toHaveLength(1);
  });

  test('runs nothing twice where the clock is set back', async () => {
    const schedules = await start();
    schedules.know('spy.json', WEEKLY, 'dropped');
    await schedules.start();
    now = new Date('2026-11-22T00:00:01Z');
    await until(() => ran.length === 1);
    for (const back of ['2026-11-21T23:59:00Z', '2026-11-22T00:00:30Z', '2026-11-28T00:00:00Z']) {
      now = new Date(back);
      await looks();
    }
    const again = await restart(schedules);
    expect(ran).toHaveLength(1);
    now = new Date('2026-11-29T00:00:00Z');
    await until(() => ran.length === 2);
    expect(again.of('spy.json')?.next).toBe('2026-12-06T00:00:00.000Z');
  });

  test('does not wait for a clock that once ran far ahead', async () => {
    now = new Date('2036-11-18T10:00:00Z');
    const first = await start();
    first.know('spy.json', WEEKLY, 'dropped');
    now = new Date('2026-11-18T10:00:00Z');
    const second = await restart(first);
    await expect
      .poll(() => [ran, second.of('spy.json')?.next])
      .toEqual([[], '2026-11-22T00:00:00.000Z']);
    now = new Date('2026-11-22T00:00:01Z');
    await until(() => ran.length > 0);
    await looks();
    expect(ran).toEqual(['spy.json 2026-11-22T00:00:01.000Z']);
    expect(second.of('spy.json')?.next).toBe('2026-11-29T00:00:00.000Z');
    await restart(second);
    expect(ran).toHaveLength(1);
  });

  test('runs nothing where the clock starts in the past and is then set', async () => {
    const first = await start();
    first.know('spy.json', WEEKLY, 'dropped');
    now = new Date('1970-01-01T00:00:05Z');
    const second = await restart(first);
    now = new Date('2026-11-19T10:00:00Z');
    await looks();
    await expect
      .poll(() => [ran, second.of('spy.json')?.next])
      .toEqual([[], '2026-11-22T00:00:00.000Z']);
  });

  test('goes on with what was due when its process was killed', async () => {
    const dying = await start({ run: () => new Promise(() => {}) });
    dying.know('spy.json', WEEKLY, 'dropped');
    void dying.start();
    now = new Date('2026-11-22T00:00:01Z');
    const file = join(root, 'schedules.json');
    await until(async () =>
      (await readFile(file, 'utf8').catch(() => '')).includes('"pending": true'),
    );
    open.pop();
    now = new Date('2026-11-22T00:05:00Z');
    const next = await start();
    next.know('spy.json', WEEKLY, 'present');
    await next.start();
    await until(() => ran.length > 0);
    await looks();
    // For the time at which it was due, so that a run which was begun for it is found.
    expect(ran).toEqual(['spy.json 2026-11-22T00:00:01.000Z']);
  });

  test('follows the time zone, also over the change to summer time', async () => {
    const berlin = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
    now = new Date('2027-03-27T12:00:00Z');
    const schedules = await start();
    schedules.know('spy.json', berlin, 'dropped');
    // 02:30 is not there on that night; the time after it is taken.
    const next = new Date(schedules.of('spy.json')?.next ?? 0);
    expect(
      next >= new Date('2027-03-28T00:59:00Z') && next <= new Date('2027-03-28T01:31:00Z'),
    ).toBe(true);
  });

  test('forgets a job whose file is gone or that wants no more, and begins anew with another', async () => {
    const schedules = await start();
    schedules.know('a.json', WEEKLY, 'dropped');
    schedules.know('b.json', WEEKLY, 'dropped');
    await schedules.start();
    schedules.forget('a.json');
    schedules.know('b.json', null, 'dropped');
    now = new Date('2026-11-30T00:00:00Z');
    await looks();
    expect([schedules.of('a.json'), schedules.of('b.json'), ran]).toEqual([null, null, []]);
    schedules.know('b.json', { cron: '@daily', timeZone: 'UTC' }, 'present');
    expect(schedules.of('b.json')?.next).toBe('2026-12-01T00:00:00.000Z');
  });

  test.each(['', '{"v":1,"jobs":{"a.json":{"cron":7}}}', '[]'])(
    'begins anew where its file reads %j',
    async (text) => {
      await writeFile(join(root, 'schedules.json'), text);
      const schedules = await start();
      schedules.know('spy.json', WEEKLY, 'present');
      await schedules.start();
      expect(schedules.of('spy.json')?.last).toBe(now.toISOString());
    },
  );
});

describe('a daemon', () => {
  const text = JSON.stringify({ evaluations: 3, schedule: WEEKLY });
  const store = () => openRunStore(join(root, 'runs'));
  const runs = async () => (await store().list()).records;

  async function startDaemon(): Promise<Daemon> {
    const daemon = createDaemon({
      configFolder: join(root, 'config'),
      reader: fakeReader,
      runner: createFakeRunner(store()),
      store: store(),
      audit: openAudit(store().root),
      log: () => {},
      clock: { now: () => now, everyMs: 10 },
    });
    open.push({ [Symbol.asyncDispose]: () => daemon.stop() });
    await daemon.start();
    return daemon;
  }
  const state = (daemon: Daemon) => daemon.jobs().find(({ file }) => file === 'spy.json');

  test.each([
    ['runs nothing where nothing changed', text, 1],
    [
      'makes a run each time where the job asks for new ones',
      text.replace('{', '{"resume":false,'),
      2,
    ],
  ])('whose job is due %s', async (_what, job, expected) => {
    now = new Date();
    const first = await startDaemon();
    await writeFile(join(root, 'config', 'spy.json'), job);
    await until(() => state(first)?.state === 'complete');
    expect(state(first)?.again?.cron).toBe('@weekly');
    await first.drain();
    // A start is no due time …
    const second = await startDaemon();
    await until(() => state(second)?.state === 'complete');
    expect(await runs()).toHaveLength(1);
    // … but it makes up for one.
    await second.drain();
    now = new Date(Date.now() + 30 * 86_400_000);
    const third = await startDaemon();
    const noted = async () =>
      (await readAudit(store().root)).filter(({ by }) => by.via === 'schedule');
    await until(async () => (await noted()).length === 1);
    expect(await noted()).toMatchObject([
      { action: 'run', subject: 'spy.json', due: now.toISOString() },
    ]);
    await until(async () => (await runs()).every((run) => run.state === 'complete'));
    expect(await runs()).toHaveLength(expected);
    await rm(join(root, 'config', 'spy.json'));
    await until(() => state(third) === undefined);
    now = new Date(Date.now() + 60 * 86_400_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await noted()).toHaveLength(1);
  });

  test('never has two runs of a job at once', async () => {
    now = new Date();
    const daemon = await startDaemon();
    const slow = JSON.stringify({ evaluations: 60, delay_ms: 20, schedule: WEEKLY });
    await writeFile(join(root, 'config', 'spy.json'), slow);
    await until(() => state(daemon)?.state === 'running');
    now = new Date(Date.now() + 30 * 86_400_000);
    await until(async () =>
      (await readAudit(store().root)).some(({ by }) => by.via === 'schedule'),
    );
    await until(() => state(daemon)?.state === 'complete');
    expect(await runs()).toHaveLength(1);
  });
});
