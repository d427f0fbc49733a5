import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { followLog } from '../../../runner/cli/log-follower.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

function line(second: number, message: string): string {
  return `${JSON.stringify({ at: `2026-11-21T10:00:0${second}.000Z`, level: 'warn', message })}\n`;
}

test('followLog() tells each line once, when it is whole, and none from before', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'log.jsonl');
  const follower = followLog(file, 'r', '2026-11-21T10:00:02.000Z');
  const told = () => follower.next().map(({ message }) => message);
  expect(told()).toEqual([]);
  const late = line(4, 'begins late: 2 Ägypten');
  appendFileSync(file, `${line(1, 'earlier')}${line(2, 'synthetic')}${late.slice(0, 40)}`);
  expect(told()).toEqual(['synthetic']);
  expect(told()).toEqual([]);
  appendFileSync(file, `${late.slice(40)}no line of a log\n`);
  expect(follower.next()).toEqual([
    {
      type: 'log',
      run: 'r',
      level: 'warn',
      message: 'begins late: 2 Ägypten',
      at: '2026-11-21T10:00:04.000Z',
    },
  ]);
});
