import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStudyTrash } from '../../../runner/run/study-trash.ts';
import {
  aWhile,
  ENDLESS,
  openWatchedFolder,
  stateOf,
  text,
  until,
  untilState,
  type WatchedFolder,
} from './watched-folder.ts';

let folder: WatchedFolder;
beforeEach(async () => {
  folder = await openWatchedFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

describe('daemon', () => {
  test('runs a job that is dropped, and says that it is complete when it is dropped again', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('spy.json'), text({}));
    await untilState(daemon, 'spy.json', 'complete');
    expect(await folder.runs()).toMatchObject([{ state: 'complete', name: 'job' }]);
    expect(folder.events.filter(({ type }) => type === 'evaluations')).toHaveLength(3);

    const now = new Date();
    await utimes(folder.dropped('spy.json'), now, now);
    await folder.untilLogged('is complete');
    expect(await folder.runs()).toHaveLength(1);
  });

  test('does nothing when a job is dropped again while it runs', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('spy.json'), text({ evaluations: ENDLESS, delay_ms: 20 }));
    await untilState(daemon, 'spy.json', 'running');
    await writeFile(folder.dropped('spy.json'), text({ evaluations: ENDLESS, delay_ms: 20 }));
    await folder.untilLogged('nothing new');
    expect(await folder.runs()).toHaveLength(1);
  });

  test('goes on with a larger budget that was dropped while the run was at it', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('spy.json'), text({ evaluations: 60, delay_ms: 20 }));
    await untilState(daemon, 'spy.json', 'running');
    await writeFile(folder.dropped('spy.json'), text({ evaluations: 80, delay_ms: 20 }));
    await folder.untilLogged('resumes at 60');
    await untilState(daemon, 'spy.json', 'complete');
    const [record] = await folder.runs();
    expect(await folder.store.evaluations(record?.id as string, 'SPY')).toHaveLength(80);
  });

  test('runs one job at a time, in order of arrival', async () => {
    const daemon = await folder.startDaemon();
    for (const [index, file] of ['c.json', 'a.json', 'b.json'].entries()) {
      await writeFile(folder.dropped(file), text({ name: file, seed: index, delay_ms: 40 }));
      await until(() => stateOf(daemon, file) !== null);
    }
    await untilState(daemon, 'b.json', 'complete');
    const ran = folder.events.flatMap((event) =>
      event.type === 'record' && event.record.state === 'running' ? [event.record.name] : [],
    );
    expect([...new Set(ran)]).toEqual(['c.json', 'a.json', 'b.json']);
    const overlaps = folder.events.filter(
      (event) => event.type === 'record' && event.record.state === 'running',
    );
    expect(overlaps).toHaveLength(3);
  });

  test('does nothing to a run when its file is deleted', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('spy.json'), text({ evaluations: 40, delay_ms: 20 }));
    await untilState(daemon, 'spy.json', 'running');
    await rm(folder.dropped('spy.json'));
    await untilState(daemon, 'spy.json', null);
    expect(await folder.runs()).toMatchObject([{ state: 'complete' }]);
  });

  test('drain() ends the run at a whole evaluation, and a restart goes on from there', async () => {
    const first = await folder.startDaemon();
    await writeFile(folder.dropped('spy.json'), text({ evaluations: 60, delay_ms: 20 }));
    await until(() => folder.events.some(({ type }) => type === 'evaluations'));
    await first.drain();
    expect(await folder.runs()).toMatchObject([
      { state: 'stopped', reason: 'the daemon was stopped' },
    ]);
    const second = await folder.startDaemon();
    await untilState(second, 'spy.json', 'complete');
    const [record] = await folder.runs();
    const ids = (await folder.store.evaluations(record?.id as string, 'SPY')).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  test('a restart leaves a complete job alone', async () => {
    const first = await folder.startDaemon();
    await writeFile(folder.dropped('always.json'), text({ resume: false }));
    await writeFile(folder.dropped('once.json'), text({ seed: 9 }));
    await untilState(first, 'always.json', 'complete');
    await untilState(first, 'once.json', 'complete');
    await first.drain();
    const second = await folder.startDaemon();
    await untilState(second, 'always.json', 'complete');
    await untilState(second, 'once.json', 'complete');
    expect(await folder.runs()).toHaveLength(2);
    await writeFile(folder.dropped('always.json'), text({ resume: false }));
    await until(async () => (await folder.runs()).length === 3);
  });

  test('a restart does not bring a deleted run back, but a drop runs it again', async () => {
    const first = await folder.startDaemon();
    await writeFile(folder.dropped('spy.json'), text({}));
    await untilState(first, 'spy.json', 'complete');
    await first.drain();
    const [record] = await folder.runs();
    const trash = openStudyTrash(folder.store.root);
    await trash.put({ name: 's', title: null, runs: [record?.id as string], notes: null });
    const second = await folder.startDaemon();
    await untilState(second, 'spy.json', 'stopped');
    expect(folder.log.join('\n')).toContain(`Its run ${record?.id} was deleted`);
    expect(await folder.runs()).toEqual([]);
    await writeFile(folder.dropped('spy.json'), text({}));
    await untilState(second, 'spy.json', 'complete');
    expect(await folder.runs()).toHaveLength(1);
  });

  test('stopRun() stops a run for good: a restart leaves it, a drop or resumeRun() goes on', async () => {
    const first = await folder.startDaemon();
    const endless = text({ evaluations: ENDLESS, delay_ms: 20 });
    await writeFile(folder.dropped('spy.json'), endless);
    await untilState(first, 'spy.json', 'running');
    const [record] = first.records();
    expect(first.stopRun('20000101_000000')).toBe(false);
    expect(first.stopRun(record?.id as string)).toBe(true);
    await untilState(first, 'spy.json', 'stopped');
    await first.drain();

    const second = await folder.startDaemon();
    await untilState(second, 'spy.json', 'stopped');
    expect(second.records()).toEqual([]);
    expect(await second.resumeRun(record?.id as string)).toMatchObject({ kind: 'resume' });
    await untilState(second, 'spy.json', 'running');
    expect(await second.resumeRun(record?.id as string)).toMatchObject({ kind: 'running' });
    second.stopRun(record?.id as string);
    await untilState(second, 'spy.json', 'stopped');
    await writeFile(folder.dropped('spy.json'), endless);
    await untilState(second, 'spy.json', 'running');
    expect(await folder.runs()).toHaveLength(1);
  });

  test('stopRun() takes a run out of the queue', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(
      folder.dropped('a.json'),
      text({ seed: 1, evaluations: ENDLESS, delay_ms: 20 }),
    );
    await untilState(daemon, 'a.json', 'running');
    await writeFile(folder.dropped('b.json'), text({ seed: 2 }));
    await untilState(daemon, 'b.json', 'queued');
    daemon.stopRun(daemon.records()[1]?.id as string);
    await untilState(daemon, 'b.json', 'stopped');
    expect(stateOf(daemon, 'a.json')).toBe('running');
  });

  test('drop() writes the job, takes it once and answers with its run', async () => {
    const daemon = await folder.startDaemon();
    const entry = await daemon.drop('api.json', text({ resume: false }));
    expect(entry).toMatchObject({ file: 'api.json', state: 'queued' });
    await untilState(daemon, 'api.json', 'complete');
    await aWhile();
    expect((await folder.runs()).map(({ id }) => id)).toEqual([entry.run]);
    expect(await readFile(folder.dropped('api.json'), 'utf8')).toBe(text({ resume: false }));
  });

  test.each(['../x.json', 'a/b.json', 'a\\b.json', '.x.json', 'x.txt', 'x', '', 'x\n.json'])(
    'drop() refuses the name %j',
    async (file) => {
      const daemon = await folder.startDaemon();
      await expect(daemon.drop(file, text({}))).rejects.toThrow('wanted a name such as');
    },
  );

  test('drop() writes nothing of a bad job', async () => {
    const daemon = await folder.startDaemon();
    await expect(daemon.drop('bad.json', '{}')).rejects.toThrow('evaluations: wanted a number');
    expect(await readdir(folder.config)).toEqual([]);
  });
});
