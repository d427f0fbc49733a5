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

  test('names the strategy of the same name in a job, where there is one', async () => {
    using cli = commandLine();
    const strategyOf = async (name: string) => {
      const { out } = await cli.run('new', 'job', name);
      const file = join(cli.home, 'config', 'drafts', `${name}.json`);
      const { strategy } = JSON.parse(await readFile(file, 'utf8'));
      expect(out).toContain(`config/drafts/${name}.json, for ${strategy}\n`);
      return strategy;
    };
    await cli.run('new', 'strategy', 'my-idea');
    expect(await strategyOf('my-idea')).toBe('strategies/my-idea.ts');
    expect(await strategyOf('other-idea')).toBe('sma-cross');
  });
});
