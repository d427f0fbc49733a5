import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
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
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aWhile,
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

describe('files that are dropped', () => {
  test('takes the files that are there when it starts', async () => {
    await writeFile(folder.dropped('a.json'), text({ name: 'a', seed: 1 }));
    await writeFile(folder.dropped('b.yaml'), text({ name: 'b', seed: 2 }));
    const daemon = await folder.startDaemon();
    await untilState(daemon, 'a.json', 'complete');
    await untilState(daemon, 'b.yaml', 'complete');
    expect((await folder.runs()).map(({ name }) => name).sort()).toEqual(['a', 'b']);
  });

  test.each([
    ['rewritten in place', (file: string) => writeFile(file, text({}))],
    ['touched', (file: string) => utimes(file, new Date(), new Date())],
    [
      'renamed over',
      async (file: string) => {
        await writeFile(join(folder.root, 'new.json'), text({}));
        await rename(join(folder.root, 'new.json'), file);
      },
    ],
    [
      'copied over, times kept',
      async (file: string) => {
        await copyFile(file, join(folder.root, 'copy.json'));
        execFileSync('cp', ['-p', join(folder.root, 'copy.json'), file]);
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
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('spy.json'), text({}));
    await untilState(daemon, 'spy.json', 'complete');
    await sleep(50);
    await again(folder.dropped('spy.json'));
    await folder.untilLogged('is complete');
    expect(folder.log.filter((message) => message.includes('is complete'))).toHaveLength(1);
  });

  test('takes 50 files at once', async () => {
    const daemon = await folder.startDaemon({ concurrency: 4 });
    const files = Array.from({ length: 50 }, (_, index) => `job-${index}.json`);
    await Promise.all(
      files.map((file, seed) => writeFile(folder.dropped(file), text({ evaluations: 1, seed }))),
    );
    await until(() => files.every((file) => stateOf(daemon, file) === 'complete'));
    expect(await folder.runs()).toHaveLength(50);
  });

  test('waits for a slow writer and reports nothing meanwhile', async () => {
    const daemon = await folder.startDaemon();
    const whole = text({ name: 'slow' });
    const handle = await open(folder.dropped('slow.json'), 'w');
    for (const part of [whole.slice(0, 9), whole.slice(9, 20), whole.slice(20)]) {
      await handle.write(part);
      await sleep(400);
      expect(existsSync(folder.dropped('slow.json.error.txt'))).toBe(false);
    }
    await handle.close();
    await untilState(daemon, 'slow.json', 'complete');
    expect(folder.log.join('\n')).not.toContain('Cannot');
    expect(await folder.runs()).toHaveLength(1);
  });

  test('only logs what is something else than a job', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('space.json'), '{"parameters":[]}');
    await untilState(daemon, 'space.json', 'not-a-job');
    expect(folder.log).toContain('space.json: a parameter space, not a job');
    expect(await readdir(folder.config)).toEqual(['space.json']);
  });

  test('passes over links, pipes, folders, hidden and temporary files', async () => {
    await writeFile(join(folder.root, 'outside.json'), text({}));
    const daemon = await folder.startDaemon();
    await symlink(join(folder.root, 'outside.json'), folder.dropped('link.json'));
    execFileSync('sh', ['-c', 'mkfifo "$0"', folder.dropped('pipe.json')]);
    await mkdir(folder.dropped('folder.json'));
    await writeFile(join(folder.dropped('folder.json'), 'inner.json'), text({}));
    for (const name of ['.spy.json.swp', '.hidden.json', '#spy.json#', 'spy.json~', 'x.txt']) {
      await writeFile(folder.dropped(name), text({}));
    }
    await mkdir(folder.dropped('examples'));
    await writeFile(join(folder.dropped('examples'), 'quickstart.json'), text({}));
    await aWhile();
    expect(daemon.jobs()).toEqual([]);
    expect(await folder.runs()).toEqual([]);
  });

  test('refuses a file that is too large without reading it', async () => {
    const daemon = await folder.startDaemon();
    // Moved in whole: what stands there empty for a moment is at fault for that.
    await writeFile(join(folder.root, 'huge.json'), '');
    await truncate(join(folder.root, 'huge.json'), 2 ** 30);
    await rename(join(folder.root, 'huge.json'), folder.dropped('huge.json'));
    await untilState(daemon, 'huge.json', 'rejected');
    const told = () => readFile(folder.dropped('huge.json.error.txt'), 'utf8').catch(() => '');
    await expect.poll(told).toContain('at most 8 MB');
  });

  test('goes on watching when the folder is deleted and made again', async () => {
    const daemon = await folder.startDaemon();
    await writeFile(folder.dropped('a.json'), text({ seed: 1 }));
    await untilState(daemon, 'a.json', 'complete');
    await rm(folder.config, { recursive: true, maxRetries: 5 });
    await untilState(daemon, 'a.json', null);
    await mkdir(folder.config);
    await writeFile(folder.dropped('b.json'), text({ seed: 2 }));
    await untilState(daemon, 'b.json', 'complete');
  });

  test('sees drops by polling, too', async () => {
    const daemon = await folder.startDaemon({ polling: true });
    await writeFile(folder.dropped('a.json'), text({}));
    await untilState(daemon, 'a.json', 'complete');
    await writeFile(folder.dropped('a.json'), text({ evaluations: 5 }));
    await folder.untilLogged('resumes at 3');
  });
});
