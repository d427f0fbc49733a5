import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
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

describe('the error file beside a job', () => {
  test('says beside a bad job what is wrong, until it is mended', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('bad.json'), '{"evaluations":');
    await untilState(daemon, 'bad.json', 'rejected');
    await until(() => existsSync(folder.dropped('bad.json.error.txt')));
    expect(await readFile(folder.dropped('bad.json.error.txt'), 'utf8')).toContain('wanted JSON');

    await writeFile(folder.dropped('bad.json'), '{"evaluations":"many"}');
    await folder.untilLogged('evaluations: wanted a number, found many');
    await writeFile(folder.dropped('bad.json'), text({ strategy: 'missing' }));
    await folder.untilLogged('Cannot run job "bad.json": cannot prepare');
    await folder.untilLogged('strategy (line 1): wanted a strategy');
    await writeFile(folder.dropped('bad.json'), text({}));
    await untilState(daemon, 'bad.json', 'complete');
    await until(() => !existsSync(folder.dropped('bad.json.error.txt')));
  });

  test('takes the error file away with its job, and one left behind at the start', async () => {
    await writeFile(folder.dropped('old.json.error.txt'), 'left behind');
    await writeFile(folder.dropped('notes.error.txt'), 'not ours');
    const daemon = await folder.startDaemon();
    expect(existsSync(folder.dropped('old.json.error.txt'))).toBe(false);
    expect(existsSync(folder.dropped('notes.error.txt'))).toBe(true);
    await writeFile(folder.dropped('bad.json'), '{}');
    await until(() => existsSync(folder.dropped('bad.json.error.txt')));
    await rm(folder.dropped('bad.json'));
    await until(() => !existsSync(folder.dropped('bad.json.error.txt')));
    await untilState(daemon, 'bad.json', null);
  });

  test('drop() says beside a job that cannot be run what is wrong', async () => {
    const daemon = await folder.startDaemon();
    const missing = text({ strategy: 'missing' });
    await expect(daemon.drop('api.json', missing)).rejects.toThrow('wanted a strategy');
    expect(stateOf(daemon, 'api.json')).toBe('rejected');
    expect(await readFile(folder.dropped('api.json.error.txt'), 'utf8')).toContain(
      'wanted a strategy',
    );
  });
});
