import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDaemon, type Daemon } from '../../../runner/daemon/daemon.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { openRunStore, type RunStore } from '../../../runner/run/run-store.ts';
import { openStudyTrash } from '../../../runner/run/study-trash.ts';
import { createFakeRunner, type FakeJob, fakeReader } from './fake-runner.ts';

let root: string;
let config: string;
let store: RunStore;
let log: string[];
let events: RunEvent[];
const daemons: Daemon[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'leantune-daemon-'));
  config = join(root, 'config');
  await mkdir(config);
  store = openRunStore(join(root, 'runs'));
  log = [];
  events = [];
});

afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()));
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

async function startDaemon(more: { polling?: boolean; concurrency?: number } = {}) {
  const daemon = createDaemon({
    configFolder: config,
    reader: fakeReader,
    runner: createFakeRunner(store),
    store,
    log: (_level, message) => log.push(message),
    ...more,
  });
  daemon.subscribe((event) => events.push(event));
  daemons.push(daemon);
  await daemon.start();
  return daemon;
}

const text = (job: FakeJob) => JSON.stringify({ evaluations: 3, ...job });
const dropped = (file: string) => join(config, file);
const runs = async () => (await store.list()).records;
const stateOf = (daemon: Daemon, file: string) =>
  daemon.jobs().find((entry) => entry.file === file)?.state ?? null;

/** Waits until something holds; the test's own time limit ends the wait. */
const until = (check: () => unknown) =>
  vi.waitUntil(() => check(), { timeout: 240_000, interval: 20 });
const untilState = (daemon: Daemon, file: string, state: string | null) =>
  until(() => stateOf(daemon, file) === state);
const untilLogged = (part: string, times = 1) =>
  until(() => log.filter((message) => message.includes(part)).length >= times);
/** More evaluations than any wait lasts, of a run that is to be at it still. */
const ENDLESS = 1_000_000;
/** Longer than a drop takes to be seen and settled: for what must not happen. */
const aWhile = () => sleep(900);

describe('daemon', () => {
  test('runs a job that is dropped, and says that it is complete when it is dropped again', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('spy.json'), text({}));
    await untilState(daemon, 'spy.json', 'complete');
    expect(await runs()).toMatchObject([{ state: 'complete', name: 'job' }]);
    expect(events.filter(({ type }) => type === 'evaluations')).toHaveLength(3);

    const now = new Date();
    await utimes(dropped('spy.json'), now, now);
    await untilLogged('is complete');
    expect(await runs()).toHaveLength(1);
  });

  test('takes the files that are there when it starts', async () => {
    await writeFile(dropped('a.json'), text({ name: 'a', seed: 1 }));
    await writeFile(dropped('b.yaml'), text({ name: 'b', seed: 2 }));
    const daemon = await startDaemon();
    await untilState(daemon, 'a.json', 'complete');
    await untilState(daemon, 'b.yaml', 'complete');
    expect((await runs()).map(({ name }) => name).sort()).toEqual(['a', 'b']);
  });

  test.each([
    ['rewritten in place', (file: string) => writeFile(file, text({}))],
    ['touched', (file: string) => utimes(file, new Date(), new Date())],
    [
      'renamed over',
      async (file: string) => {
        await writeFile(join(root, 'new.json'), text({}));
        await rename(join(root, 'new.json'), file);
      },
    ],
    [
      'copied over, times kept',
      async (file: string) => {
        await copyFile(file, join(root, 'copy.json'));
        execFileSync('cp', ['-p', join(root, 'copy.json'), file]);
      },
    ],
    [
      'deleted and written anew',
      async (file: string) => {
        await rm(file);
        await writeFile(file, text({}));
      },
    ],
  ])('counts a file as dropped again when it is %s', async (_how, again) => {
    const daemon = await startDaemon();
    await writeFile(dropped('spy.json'), text({}));
    await untilState(daemon, 'spy.json', 'complete');
    await sleep(50);
    await again(dropped('spy.json'));
    await untilLogged('is complete');
    expect(log.filter((message) => message.includes('is complete'))).toHaveLength(1);
  });

  test('does nothing when a job is dropped again while it runs', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('spy.json'), text({ evaluations: ENDLESS, delay_ms: 20 }));
    await untilState(daemon, 'spy.json', 'running');
    await writeFile(dropped('spy.json'), text({ evaluations: ENDLESS, delay_ms: 20 }));
    await untilLogged('nothing new');
    expect(await runs()).toHaveLength(1);
  });

  test('goes on with a larger budget that was dropped while the run was at it', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('spy.json'), text({ evaluations: 60, delay_ms: 20 }));
    await untilState(daemon, 'spy.json', 'running');
    await writeFile(dropped('spy.json'), text({ evaluations: 80, delay_ms: 20 }));
    await untilLogged('resumes at 60');
    await untilState(daemon, 'spy.json', 'complete');
    const [record] = await runs();
    expect(await store.evaluations(record?.id as string, 'SPY')).toHaveLength(80);
  });

  test('runs one job at a time, in order of arrival', async () => {
    const daemon = await startDaemon();
    for (const [index, file] of ['c.json', 'a.json', 'b.json'].entries()) {
      await writeFile(dropped(file), text({ name: file, seed: index, delay_ms: 40 }));
      await until(() => stateOf(daemon, file) !== null);
    }
    await untilState(daemon, 'b.json', 'complete');
    const ran = events.flatMap((event) =>
      event.type === 'record' && event.record.state === 'running' ? [event.record.name] : [],
    );
    expect([...new Set(ran)]).toEqual(['c.json', 'a.json', 'b.json']);
    const overlaps = events.filter(
      (event) => event.type === 'record' && event.record.state === 'running',
    );
    expect(overlaps).toHaveLength(3);
  });

  test('takes 50 files at once', async () => {
    const daemon = await startDaemon({ concurrency: 4 });
    const files = Array.from({ length: 50 }, (_, index) => `job-${index}.json`);
    await Promise.all(
      files.map((file, seed) => writeFile(dropped(file), text({ evaluations: 1, seed }))),
    );
    await until(() => files.every((file) => stateOf(daemon, file) === 'complete'));
    expect(await runs()).toHaveLength(50);
  });

  test('waits for a slow writer and reports nothing meanwhile', async () => {
    const daemon = await startDaemon();
    const whole = text({ name: 'slow' });
    const handle = await open(dropped('slow.json'), 'w');
    for (const part of [whole.slice(0, 9), whole.slice(9, 20), whole.slice(20)]) {
      await handle.write(part);
      await sleep(400);
      expect(existsSync(dropped('slow.json.error.txt'))).toBe(false);
    }
    await handle.close();
    await untilState(daemon, 'slow.json', 'complete');
    expect(log.join('\n')).not.toContain('Cannot');
    expect(await runs()).toHaveLength(1);
  });

  test('says beside a bad job what is wrong, until it is mended', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('bad.json'), '{"evaluations":');
    await untilState(daemon, 'bad.json', 'rejected');
    await until(() => existsSync(dropped('bad.json.error.txt')));
    expect(await readFile(dropped('bad.json.error.txt'), 'utf8')).toContain('wanted JSON');

    await writeFile(dropped('bad.json'), '{"evaluations":"many"}');
    await untilLogged('evaluations: wanted a number, found many');
    await writeFile(dropped('bad.json'), text({ strategy: 'missing' }));
    await untilLogged('Cannot run job "bad.json": cannot prepare');
    await untilLogged('strategy (line 1): wanted a strategy');
    await writeFile(dropped('bad.json'), text({}));
    await untilState(daemon, 'bad.json', 'complete');
    await until(() => !existsSync(dropped('bad.json.error.txt')));
  });

  test('takes the error file away with its job, and one left behind at the start', async () => {
    await writeFile(dropped('old.json.error.txt'), 'left behind');
    await writeFile(dropped('notes.error.txt'), 'not ours');
    const daemon = await startDaemon();
    expect(existsSync(dropped('old.json.error.txt'))).toBe(false);
    expect(existsSync(dropped('notes.error.txt'))).toBe(true);
    await writeFile(dropped('bad.json'), '{}');
    await until(() => existsSync(dropped('bad.json.error.txt')));
    await rm(dropped('bad.json'));
    await until(() => !existsSync(dropped('bad.json.error.txt')));
    await untilState(daemon, 'bad.json', null);
  });

  test('only logs what is something else than a job', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('space.json'), '{"parameters":[]}');
    await untilState(daemon, 'space.json', 'not-a-job');
    expect(log).toContain('space.json: a parameter space, not a job');
    expect(await readdir(config)).toEqual(['space.json']);
  });

  test('passes over links, pipes, folders, hidden and temporary files', async () => {
    await writeFile(join(root, 'outside.json'), text({}));
    const daemon = await startDaemon();
    await symlink(join(root, 'outside.json'), dropped('link.json'));
    execFileSync('sh', ['-c', 'mkfifo "$0"', dropped('pipe.json')]);
    await mkdir(dropped('folder.json'));
    await writeFile(join(dropped('folder.json'), 'inner.json'), text({}));
    for (const name of ['.spy.json.swp', '.hidden.json', '#spy.json#', 'spy.json~', 'x.txt']) {
      await writeFile(dropped(name), text({}));
    }
    await mkdir(dropped('examples'));
    await writeFile(join(dropped('examples'), 'quickstart.json'), text({}));
    await aWhile();
    expect(daemon.jobs()).toEqual([]);
    expect(await runs()).toEqual([]);
  });

  test('refuses a file that is too large without reading it', async () => {
    const daemon = await startDaemon();
    // Moved in whole: what stands there empty for a moment is at fault for that.
    await writeFile(join(root, 'huge.json'), '');
    await truncate(join(root, 'huge.json'), 2 ** 30);
    await rename(join(root, 'huge.json'), dropped('huge.json'));
    await untilState(daemon, 'huge.json', 'rejected');
    const told = () => readFile(dropped('huge.json.error.txt'), 'utf8').catch(() => '');
    await expect.poll(told).toContain('at most 8 MB');
  });

  test('goes on watching when the folder is deleted and made again', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('a.json'), text({ seed: 1 }));
    await untilState(daemon, 'a.json', 'complete');
    await rm(config, { recursive: true, maxRetries: 5 });
    await untilState(daemon, 'a.json', null);
    await mkdir(config);
    await writeFile(dropped('b.json'), text({ seed: 2 }));
    await untilState(daemon, 'b.json', 'complete');
  });

  test('sees drops by polling, too', async () => {
    const daemon = await startDaemon({ polling: true });
    await writeFile(dropped('a.json'), text({}));
    await untilState(daemon, 'a.json', 'complete');
    await writeFile(dropped('a.json'), text({ evaluations: 5 }));
    await untilLogged('resumes at 3');
  });

  test('does nothing to a run when its file is deleted', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('spy.json'), text({ evaluations: 40, delay_ms: 20 }));
    await untilState(daemon, 'spy.json', 'running');
    await rm(dropped('spy.json'));
    await untilState(daemon, 'spy.json', null);
    expect(await runs()).toMatchObject([{ state: 'complete' }]);
  });

  test('drain() ends the run at a whole evaluation, and a restart goes on from there', async () => {
    const first = await startDaemon();
    await writeFile(dropped('spy.json'), text({ evaluations: 60, delay_ms: 20 }));
    await until(() => events.some(({ type }) => type === 'evaluations'));
    await first.drain();
    expect(await runs()).toMatchObject([{ state: 'stopped', reason: 'the daemon was stopped' }]);
    const second = await startDaemon();
    await untilState(second, 'spy.json', 'complete');
    const [record] = await runs();
    const ids = (await store.evaluations(record?.id as string, 'SPY')).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  test('a restart leaves a complete job alone', async () => {
    const first = await startDaemon();
    await writeFile(dropped('always.json'), text({ resume: false }));
    await writeFile(dropped('once.json'), text({ seed: 9 }));
    await untilState(first, 'always.json', 'complete');
    await untilState(first, 'once.json', 'complete');
    await first.drain();
    const second = await startDaemon();
    await untilState(second, 'always.json', 'complete');
    await untilState(second, 'once.json', 'complete');
    expect(await runs()).toHaveLength(2);
    await writeFile(dropped('always.json'), text({ resume: false }));
    await until(async () => (await runs()).length === 3);
  });

  test('a restart does not bring a deleted run back, but a drop runs it again', async () => {
    const first = await startDaemon();
    await writeFile(dropped('spy.json'), text({}));
    await untilState(first, 'spy.json', 'complete');
    await first.drain();
    const [record] = await runs();
    const trash = openStudyTrash(store.root);
    await trash.put({ name: 's', title: null, runs: [record?.id as string], notes: null });
    const second = await startDaemon();
    await untilState(second, 'spy.json', 'stopped');
    expect(log.join('\n')).toContain(`Its run ${record?.id} was deleted`);
    expect(await runs()).toEqual([]);
    await writeFile(dropped('spy.json'), text({}));
    await untilState(second, 'spy.json', 'complete');
    expect(await runs()).toHaveLength(1);
  });

  test('stopRun() stops a run for good: a restart leaves it, a drop or resumeRun() goes on', async () => {
    const first = await startDaemon();
    const endless = text({ evaluations: ENDLESS, delay_ms: 20 });
    await writeFile(dropped('spy.json'), endless);
    await untilState(first, 'spy.json', 'running');
    const [record] = first.records();
    expect(first.stopRun('20000101_000000')).toBe(false);
    expect(first.stopRun(record?.id as string)).toBe(true);
    await untilState(first, 'spy.json', 'stopped');
    await first.drain();

    const second = await startDaemon();
    await untilState(second, 'spy.json', 'stopped');
    expect(second.records()).toEqual([]);
    expect(await second.resumeRun(record?.id as string)).toMatchObject({ kind: 'resume' });
    await untilState(second, 'spy.json', 'running');
    expect(await second.resumeRun(record?.id as string)).toMatchObject({ kind: 'running' });
    second.stopRun(record?.id as string);
    await untilState(second, 'spy.json', 'stopped');
    await writeFile(dropped('spy.json'), endless);
    await untilState(second, 'spy.json', 'running');
    expect(await runs()).toHaveLength(1);
  });

  test('stopRun() takes a run out of the queue', async () => {
    const daemon = await startDaemon();
    await writeFile(dropped('a.json'), text({ seed: 1, evaluations: ENDLESS, delay_ms: 20 }));
    await untilState(daemon, 'a.json', 'running');
    await writeFile(dropped('b.json'), text({ seed: 2 }));
    await untilState(daemon, 'b.json', 'queued');
    daemon.stopRun(daemon.records()[1]?.id as string);
    await untilState(daemon, 'b.json', 'stopped');
    expect(stateOf(daemon, 'a.json')).toBe('running');
  });

  test('drop() writes the job, takes it once and answers with its run', async () => {
    const daemon = await startDaemon();
    const entry = await daemon.drop('api.json', text({ resume: false }));
    expect(entry).toMatchObject({ file: 'api.json', state: 'queued' });
    await untilState(daemon, 'api.json', 'complete');
    await aWhile();
    expect((await runs()).map(({ id }) => id)).toEqual([entry.run]);
    expect(await readFile(dropped('api.json'), 'utf8')).toBe(text({ resume: false }));
  });

  test.each(['../x.json', 'a/b.json', 'a\\b.json', '.x.json', 'x.txt', 'x', '', 'x\n.json'])(
    'drop() refuses the name %j',
    async (file) => {
      const daemon = await startDaemon();
      await expect(daemon.drop(file, text({}))).rejects.toThrow('wanted a name such as');
    },
  );

  test('drop() says beside a job that cannot be run what is wrong', async () => {
    const daemon = await startDaemon();
    const missing = text({ strategy: 'missing' });
    await expect(daemon.drop('api.json', missing)).rejects.toThrow('wanted a strategy');
    expect(stateOf(daemon, 'api.json')).toBe('rejected');
    expect(await readFile(dropped('api.json.error.txt'), 'utf8')).toContain('wanted a strategy');
  });

  test('drop() writes nothing of a bad job', async () => {
    const daemon = await startDaemon();
    await expect(daemon.drop('bad.json', '{}')).rejects.toThrow('evaluations: wanted a number');
    expect(await readdir(config)).toEqual([]);
  });
});
