import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSearchFlags, type SearchFlags } from '../../../runner/cli/job-flags.ts';
import { jobSource, readJob } from '../../../runner/cli/job-source.ts';
import { InputError } from '../../../runner/domain/errors.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantune-cli-'));
});
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

async function sourceOf(file: string | undefined, ...args: string[]) {
  const command = addSearchFlags(new Command()).exitOverride();
  command.configureOutput({ writeErr: () => {} });
  const flags = command.parse(args, { from: 'user' }).opts<SearchFlags>();
  const source = await jobSource(file, flags);
  return { ...source, value: JSON.parse(source.text) as unknown };
}

describe('jobSource()', () => {
  it('makes a job of flags alone', async () => {
    const { file, value } = await sourceOf(
      undefined,
      ...['--strategy', 'sma-cross', '--symbol', 'SPX', '--data', 'sample', '--cash', '5000'],
      ...['--start', '2000-01-03', '--end', '2016-12-30', '--holdout', '2017-01-03:2020-12-31'],
      ...['--tune', 'fast=5:50:5', '--tune', 'band=0.1:0.5', '--fix', 'stop=true', '--fix', 'x=a'],
      ...['--sampler', 'grid', '--evaluations', '40', '--seed', '0', '--no-resume'],
    );
    expect(file).toBe('command-line.json');
    expect(value).toEqual({
      name: 'sma-cross-SPX',
      strategy: 'sma-cross',
      symbol: 'SPX',
      data: 'sample',
      cash: 5000,
      start: '2000-01-03',
      end: '2016-12-30',
      holdout: { start: '2017-01-03', end: '2020-12-31' },
      parameters: [
        { name: 'fast', type: 'int', min: 5, max: 50, step: 5 },
        { name: 'band', type: 'float', min: 0.1, max: 0.5 },
      ],
      fixed_parameters: { stop: true, x: 'a' },
      stages: [{ sampler: 'grid' }],
      budget: { evaluations: 40 },
      seed: 0,
      resume: false,
    });
  });

  it('leaves a file as it is where no flag is given', async () => {
    const file = join(folder, 'as-is.json');
    await writeFile(file, '// mine\n{ "a": 1 }\n');
    const source = await jobSource(file, {});
    expect(source).toEqual({ file, text: '// mine\n{ "a": 1 }\n' });
  });

  it('lays flags over a file, several symbols over one', async () => {
    const file = join(folder, 'spy.yaml');
    await writeFile(file, 'strategy: sma-cross\nsymbol: SPY\nseed: 1\n');
    const { value, ...source } = await sourceOf(file, '--symbol', 'AAPL,IBM', '--seed', '7');
    expect(source.file).toBe(file);
    expect(value).toEqual({ strategy: 'sma-cross', symbols: ['AAPL', 'IBM'], seed: 7 });
  });

  it("takes the Python optimizer's flags for what they mean", async () => {
    const { value } = await sourceOf(
      undefined,
      ...['--strategy-path', 'sma-cross', '--ticker', 'SPY', 'IBM', '--worker-count', '3'],
      ...['--param', 'startDate=20050101', '--param', 'mode=x', '--param', 'InitialCash=5e4'],
      ...['--n-trials', '9', '--study-name', 'mine', '--end', '2010-12-31', '--resume'],
    );
    expect(value).toEqual({
      name: 'sma-cross-SPY-IBM',
      strategy: 'sma-cross',
      symbols: ['SPY', 'IBM'],
      start: '2005-01-01',
      end: '2010-12-31',
      cash: 50_000,
      fixed_parameters: { mode: 'x' },
      budget: { evaluations: 9 },
      study: 'mine',
      slots: 3,
      resume: true,
    });
  });

  it.each([
    [['--n-trials', '9', '--study-name', 'mine'], 'unfinished'],
    [['--study', 'mine', '--more'], 'unfinished'],
    [['--study', 'mine'], undefined],
    [['--study', 'mine', '--more', '--no-resume'], false],
  ])('%j makes more of a study', async (flags, resume) => {
    const { value } = await sourceOf(undefined, '--strategy', 'sma-cross', ...flags);
    expect(value).toMatchObject({ study: 'mine' });
    expect((value as { resume?: unknown }).resume).toBe(resume);
  });

  it('adds fixed parameters to those of the file', async () => {
    const file = join(folder, 'fixed.json');
    await writeFile(file, '{ "fixed_parameters": { "a": 1, "b": 2 } }');
    const { value } = await sourceOf(file, '--param', 'b=3', '--fix', 'c=4');
    expect(value).toEqual({ fixed_parameters: { a: 1, b: 3, c: 4 } });
  });

  it('switches the filter of news off where it is told to', async () => {
    const { value } = await sourceOf(undefined, '--no-news-filter', '--fix', 'c=4');
    expect(value).toMatchObject({ fixed_parameters: { c: 4, news_filter: false } });
  });

  it('takes paths from where the user is, and names as they are', async () => {
    const { value } = await sourceOf(undefined, '--strategy', 'mine/a.ts', '--data', 'lean-data');
    expect(value).toMatchObject({ strategy: resolve('mine/a.ts'), data: resolve('lean-data') });
  });

  it('refuses a file that is not there, is not JSON or is no object', async () => {
    await expect(sourceOf(join(folder, 'none.json'))).rejects.toThrow('wanted a readable file');
    const file = join(folder, 'bad.json');
    await writeFile(file, '[1]');
    await expect(sourceOf(file, '--seed', '1')).rejects.toThrow('wanted an object, found a list');
    await writeFile(file, '{');
    await expect(sourceOf(file, '--seed', '1')).rejects.toThrow('Cannot read job');
  });

  it.each([
    ['--cash', '-1'],
    ['--evaluations', '1.5'],
    ['--tune', 'fast'],
    ['--tune', 'fast=1'],
    ['--tune', 'fast=a:b'],
    ['--fix', '=3'],
    ['--holdout', '2017-01-03'],
  ])('refuses %s %s', async (...args) => {
    await expect(sourceOf(undefined, ...args)).rejects.toThrow(/Wanted/);
  });
});

describe('readJob()', () => {
  it('says lines of a file as it is, and none of what flags made of it', async () => {
    const file = join(folder, 'lines.json');
    await writeFile(file, '{ "seed": 1 }\n');
    const problems = [{ path: 'seed', wanted: 'a number', found: 'none', line: 1 }];
    const reader = {
      read: () => Promise.reject(new InputError('Cannot read job "lines.json"', problems)),
      schema: () => ({}),
    };
    const asIs = readJob(reader, await jobSource(file, {}));
    await expect(asIs).rejects.toThrow('seed (line 1): wanted a number');
    const changed = readJob(reader, await jobSource(file, { seed: 2 }));
    await expect(changed).rejects.toThrow('"lines.json":\n  seed: wanted a number');
  });
});
