import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

describe('leantune new', () => {
  test('writes a strategy and a job once', async () => {
    using cli = commandLine();
    const strategy = await cli.run('new', 'strategy', 'my-cross');
    expect(strategy.code).toBe(0);
    const text = await readFile(join(cli.home, 'strategies', 'my-cross.ts'), 'utf8');
    expect(text).toContain('export default class MyCross extends Algorithm');
    expect((await cli.run('new', 'strategy', 'my-cross')).code).toBe(2);
    expect((await cli.run('new', 'strategy', '../x')).code).toBe(2);
    const job = await cli.run('new', 'job', 'spy', '--strategy', 'strategies/my-cross.ts');
    expect(job.code).toBe(0);
    const written = JSON.parse(
      await readFile(join(cli.home, 'config', 'drafts', 'spy.json'), 'utf8'),
    );
    expect(written).toMatchObject({ name: 'spy', strategy: 'strategies/my-cross.ts' });
  });
});
