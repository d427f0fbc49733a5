import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { strategyTemplate } from '../../runner/cli/strategy-template.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { evaluationsOf, leantune, startLeantune } from './leantune-process.ts';

const SLOW = { timeout: 900_000 };
const home = temporaryFolder();
const job = {
  name: 'small',
  strategy: 'sma-cross',
  symbol: 'SPX',
  data: 'sample',
  start: '2000-01-03',
  end: '2010-12-31',
  holdout: { start: '2011-01-03', end: '2015-12-31' },
  parameters: [
    { name: 'fast', type: 'int', min: 5, max: 50, step: 5 },
    { name: 'slow', type: 'int', min: 20, max: 200, step: 20 },
  ],
  rules: ['fast < slow'],
  fitness: { name: 'calmar', min_trades: 5 },
  stages: [
    { sampler: 'lhs', samples: 30 },
    { sampler: 'genetic', population_size: 20, generations: 5, batch_size: 5 },
  ],
  seed: 7,
  slots: 2,
};
/** Eighty backtests that sleep for 250 ms: long enough to be interrupted, short enough for a test. */
const slowJob = {
  ...job,
  name: 'slow',
  strategy: 'tests/fixtures/strategies/slow-sma-cross.ts',
  fixed_parameters: { pause: 250 },
  stages: [{ sampler: 'random', samples: 80 }],
};

function write(name: string, value: object): string {
  const file = join(home.path, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

beforeAll(() => leantune(home.path, 'setup'));
afterAll(() => home[Symbol.dispose]());

describe('leantune validate', () => {
  it('ends with 0 for a good job and with 2 and every problem for a bad one', SLOW, async () => {
    const good = await leantune(home.path, 'validate', write('good.json', job));
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toContain('job "small": sma-cross on SPX, 90 sets, lhs → genetic');
    expect(good.stdout).toMatch(/^SPX +ok +daily /m);
    const stages = [{ sampler: 'lhs', samples: -3 }, { sampler: 'no-such' }];
    const bad = await leantune(
      home.path,
      'validate',
      write('bad.json', { ...job, stages, cash: 0 }),
    );
    expect(bad.code).toBe(2);
    for (const path of ['stages[0].samples', 'stages[1].sampler', 'cash']) {
      expect(bad.stdout).toContain(path);
    }
  });

  it('ends with 2 for days without data, and tells of each symbol', SLOW, async () => {
    const dates = { start: '2000-01-03', end: '2030-12-31', symbols: ['SPX', 'NONE'] };
    const { symbol: _, holdout: __, ...rest } = job as Record<string, unknown>;
    const file = write('late.json', { ...rest, ...dates });
    const { code, stdout } = await leantune(home.path, 'validate', file);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^SPX +warning .* 2020-04-20 to 2030-12-31 \(/m);
    expect(stdout).toMatch(/^NONE +error /m);
    expect(stdout).toContain('none.zip');
    expect((await leantune(home.path, 'validate', '--no-data', file)).code).toBe(0);
  });

  it('ends with 2 for a file that is not there', SLOW, async () => {
    expect((await leantune(home.path, 'validate', 'none.json')).code).toBe(2);
  });
});

describe('leantune optimize', () => {
  it('runs a job, keeps it in its folder, and says that it is complete', SLOW, async () => {
    const file = write('small.json', job);
    const first = await leantune(home.path, 'optimize', file, '--json');
    expect(first.code, first.stderr).toBe(0);
    const { record, folder } = JSON.parse(first.stdout);
    expect(record).toMatchObject({ name: 'small', state: 'complete', space_size: '90' });
    expect(record.symbols[0].holdout.is_oos).toBe(true);
    const lines = evaluationsOf(home.path, record.id);
    expect(record.symbols[0].counts.evaluations).toBe(
      lines.filter((line) => !('is_oos' in line && line.is_oos)).length,
    );
    expect(existsSync(join(folder, 'run.json'))).toBe(true);
    expect(first.stderr).toMatch(/space +90 sets/);

    const second = await leantune(home.path, 'optimize', file);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain(`Run ${record.id} is complete`);
    expect(second.stdout).toContain('Best of SPX');
    expect(second.stdout).toMatch(/\d+ of 90, /);

    const runs = JSON.parse((await leantune(home.path, 'runs', '--json')).stdout);
    expect(runs.runs.map(({ id }: { id: string }) => id)).toContain(record.id);
    const shown = await leantune(home.path, 'show', record.id);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('holdout');
  });

  it(
    'drains at SIGINT, ends with 130, and resumes to what an unbroken run finds',
    SLOW,
    async () => {
      const file = write('slow.json', slowJob);
      const cut = startLeantune(home.path, 'optimize', file, '--json');
      await cut.said(/random +\d+ \/ 80/);
      cut.child.kill('SIGINT');
      const stopped = await cut.ended;
      expect(stopped.code).toBe(130);
      const { record } = JSON.parse(stopped.stdout);
      expect(record.state).toBe('stopped');
      const before = evaluationsOf(home.path, record.id).length;
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(80);

      const resumed = await leantune(home.path, 'resume', record.id, '--json');
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(JSON.parse(resumed.stdout).record).toMatchObject({ id: record.id, state: 'complete' });
      const quick = write('quick.json', { ...slowJob, slots: 8 });
      const unbroken = await leantune(home.path, 'optimize', quick, '--json', '--no-resume');
      const other = JSON.parse(unbroken.stdout).record.id;
      expect(other).not.toBe(record.id);
      expect(evaluationsOf(home.path, record.id)).toEqual(evaluationsOf(home.path, other));
    },
  );

  it('ends at once at a second SIGINT, and can be resumed', SLOW, async () => {
    const file = write('hard.json', {
      ...slowJob,
      name: 'hard',
      seed: 9,
      fixed_parameters: { pause: 5000 },
    });
    const run = startLeantune(home.path, 'optimize', file);
    await run.said(/seed 9/);
    run.child.kill('SIGINT');
    await run.said(/once more stops at once/);
    const again = setInterval(() => run.child.kill('SIGINT'), 100);
    const { code } = await run.ended.finally(() => clearInterval(again));
    expect(code).toBe(130);
    const runs = JSON.parse((await leantune(home.path, 'runs', '--json')).stdout).runs;
    expect(runs[0]).toMatchObject({ name: 'hard' });
    expect(runs[0].state).not.toBe('complete');
  });

  it('ends with 2 where the strategy or the symbol is unknown', SLOW, async () => {
    const file = write('small.json', job);
    for (const flags of [
      ['--strategy', 'no-such'],
      ['--symbol', 'NOSUCH'],
    ]) {
      const { code, stdout, stderr } = await leantune(home.path, 'optimize', file, ...flags);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^Error: Cannot/);
    }
  });
});

describe('leantune backtest', () => {
  it("prints LEAN's statistics and keeps the result", SLOW, async () => {
    const result = join(home.path, 'result.json');
    const flags = ['--strategy', 'sma-cross', '--symbol', 'SPX', '--data', 'sample'];
    const dates = ['--start', '2000-01-03', '--end', '2010-12-31'];
    const params = ['--param', 'fast=10', '--params', '{"slow":50}', '--full', result];
    const { code, stdout, stderr } = await leantune(
      home.path,
      'backtest',
      ...flags,
      ...dates,
      ...params,
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('sma-cross on SPX, 2000-01-03 to 2010-12-31  slow=50 fast=10');
    expect(stdout).toMatch(/^Sharpe Ratio +-?[\d.]+$/m);
    expect(existsSync(result)).toBe(true);
  });

  it('refuses a place that the result cannot go to before it backtests', SLOW, async () => {
    const flags = ['--strategy', 'sma-cross', '--symbol', 'SPX', '--data', 'sample'];
    const full = join(home.path, 'none', 'result.json');
    const { code, stdout, stderr } = await leantune(
      home.path,
      'backtest',
      ...flags,
      '--full',
      full,
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--full: wanted a file in a folder that exists');
  });

  it('warns of a parameter that the strategy does not know', SLOW, async () => {
    const flags = ['--strategy', 'sma-cross', '--symbol', 'SPX', '--data', 'sample'];
    const dates = ['--start', '2000-01-03', '--end', '2001-12-31'];
    const params = ['--param', 'fats=10'];
    const { code, stderr } = await leantune(home.path, 'backtest', ...flags, ...dates, ...params);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('the strategy never reads fats (it asks for fast)');
  });

  it('says that a folder is no job file', SLOW, async () => {
    const { code, stderr } = await leantune(home.path, 'backtest', home.path);
    expect(code).toBe(2);
    expect(stderr).toContain('wanted a readable file, found a folder');
  });
});

describe('leantune new', () => {
  it('writes a strategy and a job that run as they are', SLOW, async () => {
    const strategy = join(home.path, 'my-idea.ts');
    writeFileSync(strategy, strategyTemplate('my-idea'));
    const written = await leantune(home.path, 'new', 'job', 'my-idea', '--strategy', strategy);
    expect(written.code, written.stderr).toBe(0);
    const file = join(home.path, 'config', 'drafts', 'my-idea.json');
    expect((await leantune(home.path, 'validate', file)).code).toBe(0);
    const flags = ['--params', '{"fast":20,"slow":100}', '--json'];
    const { code, stdout, stderr } = await leantune(home.path, 'backtest', file, ...flags);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).metrics.trade_count).toBeGreaterThan(10);
  });
});

describe('leantune serve', () => {
  it(
    'takes a job from the command line while it holds the runs folder, and drains',
    SLOW,
    async () => {
      using served = temporaryFolder();
      const daemon = startLeantune(served.path, 'serve', '--port', '0');
      const [, url] = await daemon.said(/site +(http:\S+)/);
      expect((await fetch(`${url}/api/health`)).status).toBe(200);

      const file = join(served.path, 'small.json');
      writeFileSync(file, JSON.stringify(job));
      const { code, stdout, stderr } = await leantune(served.path, 'optimize', file);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`handed to the daemon at ${url}`);
      expect(stdout).toContain('Best of SPX');
      expect(existsSync(join(served.path, 'config', 'small.json'))).toBe(true);

      daemon.child.kill('SIGINT');
      expect((await daemon.ended).code).toBe(0);
    },
  );

  it('stops the run that the command line handed over and was interrupted in', SLOW, async () => {
    using served = temporaryFolder();
    const daemon = startLeantune(served.path, 'serve', '--port', '0');
    await daemon.said(/site +(http:\S+)/);
    const file = join(served.path, 'slow.json');
    const parameters = [
      { name: 'fast', type: 'int', min: 2, max: 60 },
      { name: 'slow', type: 'int', min: 61, max: 200 },
    ];
    // Minutes of work, so that it is at it when it is interrupted.
    const stages = [{ sampler: 'random', samples: 2_000 }];
    writeFileSync(file, JSON.stringify({ ...slowJob, parameters, stages }));
    const client = startLeantune(served.path, 'optimize', file, '--json');
    await client.said(/random +\d+ \/ /);
    client.child.kill('SIGINT');
    const { code, stdout } = await client.ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout).record).toMatchObject({ state: 'stopped' });
    daemon.child.kill('SIGTERM');
    expect((await daemon.ended).code).toBe(0);
  });
});
