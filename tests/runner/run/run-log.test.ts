import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { followLog } from '../../../runner/cli/log-follower.ts';
import { openRunLog } from '../../../runner/run/run-log.ts';
import { logTail } from '../../../runner/server/log-tail.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const at = '2026-11-21T10:00:00.000Z';
const entry = (message: string) => ({ level: 'info', message, at }) as const;

describe('openRunLog()', () => {
  test('puts a log aside that grew too large, and keeps no more than two', async () => {
    using folder = temporaryFolder();
    const path = (name: string) => join(folder.path, name);
    {
      await using log = openRunLog(folder.path, 10_000);
      for (let line = 0; line < 2_000; line++) log.write(entry(`line ${line}`));
    }
    for (const name of ['log.jsonl', 'log.1.jsonl']) {
      expect(statSync(path(name)).size, name).toBeLessThan(10_200);
      const lines = readFileSync(path(name), 'utf8').trimEnd().split('\n');
      expect(lines.every((line) => JSON.parse(line).level === 'info')).toBe(true);
    }
    expect(existsSync(path('log.2.jsonl'))).toBe(false);
    // The end is all there, over both.
    const tail = await logTail(folder.path, 120);
    expect(tail.map(({ message }) => message)).toEqual(
      Array.from({ length: 120 }, (_, index) => `line ${1_880 + index}`),
    );
  });

  test('goes on in a log that it finds, and is followed over the change', async () => {
    using folder = temporaryFolder();
    {
      await using log = openRunLog(folder.path, 200);
      log.write(entry('first'));
    }
    const follower = followLog(join(folder.path, 'log.jsonl'), 'run', '');
    const seen = () => follower.next().map(({ message }) => message);
    await using log = openRunLog(folder.path, 200);
    log.write(entry('second'));
    expect(seen()).toEqual(['first', 'second']);
    log.write(entry('third'));
    log.write(entry('fourth'));
    expect(seen()).toEqual(['fourth']);
    log.write(entry('fifth'));
    expect(seen()).toEqual(['fifth']);
  });
});
