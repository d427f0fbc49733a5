import { describe, expect, test } from 'vitest';
import type { Job } from '../../../runner/domain/job.ts';
import { relocateJob } from '../../../runner/job/relocate-job.ts';
import { aJob } from '../../fixtures/a-job.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const at = (dataFolder: string, strategy = 'sma-cross'): Job =>
  aJob({ seed: 7, backtest: { ...aJob().backtest, dataFolder, strategy } });

const source = { file: 'job.json', text: '{}' };
const here = { ...at('/new/data'), seed: 99 };
const reader = { read: async () => ({ kind: 'job', job: here }) as const };

describe('relocateJob()', () => {
  test('takes the place of the data from the job file, and nothing else', async () => {
    const moved = await relocateJob(reader, at('/old/data'), source);
    expect(moved).toEqual(at('/new/data'));
  });

  test('leaves a job whose data and strategy are in place', async () => {
    using folder = temporaryFolder();
    const job = at(folder.path);
    expect(await relocateJob(reader, job, source)).toBe(job);
  });

  test('looks for a strategy that is gone, too', async () => {
    using folder = temporaryFolder();
    const moved = await relocateJob(reader, at(folder.path, '/old/mine.ts'), source);
    expect(moved.backtest).toMatchObject({ dataFolder: '/new/data', strategy: 'sma-cross' });
  });

  test('leaves a job whose file says nothing here', async () => {
    const job = at('/old/data');
    const refusing = { read: () => Promise.reject(new Error('no such folder')) };
    expect(await relocateJob(refusing, job, source)).toBe(job);
    const other = { read: async () => ({ kind: 'other', what: 'a list' }) as const };
    expect(await relocateJob(other, job, source)).toBe(job);
  });
});
