import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProject, minimal } from './job-project.ts';

describe('JobReader.read()', () => {
  test('ranks the file over config/defaults and those over its own', async () => {
    using project = createProject();
    project.write('config/defaults/10-base.yaml', 'seed: 1\ncash: 1000\nsymbol: IBM\nslots: 2\n');
    project.write('config/defaults/20-more.json', { slots: 5, tags: ['default'] });
    project.write('config/defaults/30.example.json', { slots: 9 });
    const { symbol: _, ...rest } = minimal;
    const job = await project.job({ ...rest, symbols: ['SPX'], cash: 2000 });
    expect(job).toMatchObject({ seed: 1, slots: 5, tags: ['default'], symbols: ['SPX'] });
    expect(job.backtest.cash).toBe(2000);
    expect((await project.job(rest)).symbols).toEqual(['IBM']);
  });

  test('says which defaults file is faulty', async () => {
    using project = createProject();
    project.write('config/defaults/a.json', '{');
    await expect(project.job(minimal)).rejects.toThrow(/Cannot read defaults ".*a\.json"/);
  });

  test('says where the defaults are no folder', async () => {
    using project = createProject();
    project.write('config/defaults', '{}');
    await expect(project.job(minimal)).rejects.toThrow(/Cannot read the defaults in ".*defaults"/);
  });

  test('takes slots and data from the environment', async () => {
    using project = createProject({ WORKER_COUNT: '7', LEANTUNE_HOME: '/nowhere' });
    const job = await project.job(minimal);
    expect(job.slots).toBe(7);
    expect(job.backtest.dataFolder).toBe(join('/nowhere', '.leantune', 'sample-data'));
    using other = createProject({ WORKER_COUNT: 'many', LEAN_DATA_HOST_PATH: project.root });
    const { slots, backtest } = await other.job(minimal);
    expect(slots).toBe(availableParallelism());
    expect(backtest.dataFolder).toBe(project.root);
  });
});
