import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openAudit, readAudit } from '../../../runner/run/audit.ts';
import { ownWho } from '../../../runner/run/own-who.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const linesOf = (folder: string): string[] =>
  readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n');

describe('openAudit()', () => {
  test('adds a line that says who, when and what', async () => {
    using folder = temporaryFolder();
    const runs = join(folder.path, 'runs');
    await openAudit(runs).note({
      action: 'stop',
      subject: '20261121_101530',
      by: ownWho(),
      why: 'x',
    });
    const [line = ''] = linesOf(runs);
    expect(JSON.parse(line)).toMatchObject({
      v: 1,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      action: 'stop',
      subject: '20261121_101530',
      by: { via: 'cli', pid: process.pid, host: expect.any(String), user: expect.any(String) },
      why: 'x',
    });
    expect(statSync(join(runs, 'audit.jsonl')).mode & 0o077).toBe(0);
  });

  test('loses only the line that a power cut tore', async () => {
    using folder = temporaryFolder();
    const audit = openAudit(folder.path);
    const note = (subject: string) => audit.note({ action: 'run', subject, by: ownWho() });
    await note('one');
    appendFileSync(join(folder.path, 'audit.jsonl'), '{"v":1,"act');
    await note('two');
    const lines = linesOf(folder.path);
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ subject: 'two' });
  });

  test('keeps every line of several processes that write at a time', async () => {
    using folder = temporaryFolder();
    const program = `
      const { openAudit } = await import(${JSON.stringify(join(import.meta.dirname, '../../../runner/run/audit.ts'))});
      const audit = openAudit(process.argv[1]);
      for (let n = 0; n < 100; n++) await audit.note({ action: 'run', subject: process.argv[2] + n, by: { via: 'cli', user: null, host: '', pid: 1 } });
    `;
    const writers = ['a', 'b', 'c'].map((name) =>
      once(
        spawn(process.execPath, ['--input-type=module', '-e', program, folder.path, name], {
          stdio: 'inherit',
        }),
        'close',
      ),
    );
    await Promise.all(writers);
    const noted = await readAudit(folder.path);
    expect(noted).toHaveLength(300);
    expect(new Set(noted.map(({ subject }) => subject)).size).toBe(300);
  });
});
