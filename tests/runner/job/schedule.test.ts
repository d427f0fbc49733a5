import { afterAll, describe, expect, test } from 'vitest';
import { createProject, minimal } from './job-project.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());

describe('a job with a schedule', () => {
  test.each([
    ['@weekly', { cron: '@weekly', timeZone: 'UTC' }],
    ['0 6 * * MON', { cron: '0 6 * * MON', timeZone: 'UTC' }],
    [
      { cron: '30 18 1 * *', time_zone: 'Europe/Berlin' },
      { cron: '30 18 1 * *', timeZone: 'Europe/Berlin' },
    ],
  ])('reads %j', async (schedule, expected) => {
    const { schedule: found } = await project.job({ ...minimal, engine: 'embedded', schedule });
    expect(found).toEqual(expected);
  });

  test.each([
    'weekly',
    '',
    '* * * * * *',
    '99 * * * *',
    '0 0 30 2 *',
    '2030-01-01T00:00:00',
    '@reboot',
    7,
    { cron: '@weekly', time_zone: 'Mars/Olympus' },
    { cron: '@weekly', timezone: 'UTC' },
    { time_zone: 'UTC' },
  ])('refuses %j', async (schedule) => {
    const problems = await project.problems({ ...minimal, engine: 'embedded', schedule });
    expect(problems).not.toEqual([]);
    expect(problems.every(({ path }) => path.startsWith('schedule'))).toBe(true);
  });
});

describe('a job that ends on the latest day', () => {
  const yesterday = Temporal.Now.zonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 });

  test('is read as ending yesterday, until its data are known', async () => {
    const job = await project.job({ ...minimal, engine: 'embedded', end: 'latest' });
    const { latest, backtest } = job;
    expect(latest).toBe(backtest.dates.end);
    // The day may have changed between the two looks at the clock.
    expect(Temporal.PlainDate.compare(backtest.dates.end, yesterday)).toBeGreaterThanOrEqual(0);
  });

  test('may have its holdout end so, and names its day otherwise', async () => {
    const holdout = { start: '2021-01-01', end: 'latest' };
    const job = await project.job({ ...minimal, engine: 'embedded', holdout });
    expect(job.holdout?.end).toBe(job.latest);
    expect((await project.job({ ...minimal, engine: 'embedded' })).latest).toBeUndefined();
    expect(await project.problems({ ...minimal, start: 'latest' })).toMatchObject([
      { path: 'start' },
    ]);
  });
});
