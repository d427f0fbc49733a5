import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BenchSummary } from '../../runner/bench/summary.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune, startLeantune } from './leantune-process.ts';

const SLOW = { timeout: 900_000 };
const home = temporaryFolder();
afterAll(() => home[Symbol.dispose]());

const file = join(home.path, 'runs', 'bench-samplers.jsonl');
const searches = () =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"kind":"search"'));

describe('bench-samplers', SLOW, () => {
  it('compares samplers on a function and on backtests, and goes on with more seeds', async () => {
    const asked = ['--functions', 'grid6_a,sma-cross', '--evaluations', '100', '--slots', '2'];
    const few = ['--samplers', 'random,lhs,grid', '--seeds', '2'];
    const { code, stdout } = await leantune(
      home.path,
      'bench-samplers',
      ...asked,
      ...few,
      '--json',
    );
    expect(code).toBe(0);
    const summary = JSON.parse(stdout) as BenchSummary;
    expect(summary.samplers.toSorted()).toEqual(['grid', 'lhs', 'random']);
    const [, backtests] = summary.problems;
    expect(backtests).toMatchObject({ name: 'sma-cross', points: 14_328, direction: 'maximize' });
    // Every backtest of the space was made, so that none of the searches can be better.
    expect(backtests?.optimum).toBeLessThan(-5);
    for (const cell of summary.cells) {
      const { optimum } = summary.problems.find(({ name }) => name === cell.problem)!;
      expect(cell.median).toBeGreaterThanOrEqual(optimum - 1e-4);
      expect(cell.seeds).toBe(2);
    }
    expect(searches()).toHaveLength(12);

    const more = ['--samplers', 'random', '--seeds', '3'];
    const again = await leantune(home.path, 'bench-samplers', ...asked, ...more);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('2 searches to make; 4 are there already');
    expect(again.stdout).toMatch(/^random .*\/3/m);
    expect(again.stdout).toContain('best peer at 100 ng.NGOpt (nevergrad 1.0.12) 1.061');
    expect(searches()).toHaveLength(14);
  });

  it('keeps what is made when it is interrupted', async () => {
    const out = join(home.path, 'kept.jsonl');
    const args = ['--samplers', 'tpe', '--functions', 'mixed', '--seeds', '400', '--slots', '1'];
    const bench = startLeantune(home.path, 'bench-samplers', ...args, '--out', out);
    await bench.said(/searches {2}\d/);
    bench.child.kill('SIGINT');
    const { code, stdout } = await bench.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/Stopped after \d+ of 800 searches/);
    const made = Number(/Stopped after (\d+)/.exec(stdout)?.[1]);
    const kept = readFileSync(out, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"search"'));
    expect(made).toBeGreaterThan(0);
    expect(kept).toHaveLength(made);
    // The figures so far are shown, too.
    expect(stdout).toContain('Over all functions, 100 evaluations');
  });

  it('refuses what it does not know before anything is made', async () => {
    const other = join(home.path, 'other.jsonl');
    const sampler = await leantune(
      home.path,
      'bench-samplers',
      '--samplers',
      'tpee',
      '--out',
      other,
    );
    expect(sampler.code).toBe(2);
    expect(sampler.stderr).toContain('--samplers: wanted one of auto, random');
    const problem = await leantune(
      home.path,
      'bench-samplers',
      '--functions',
      'no',
      '--out',
      other,
    );
    expect(problem.code).toBe(2);
    expect(problem.stderr).toContain('found "no"');
    const part = await leantune(home.path, 'bench-samplers', '--seeds', '0.5', '--out', other);
    expect(part.code).toBe(2);
    expect(part.stderr).toContain('Wanted a whole number above 0');
    expect(existsSync(other)).toBe(false);
  });
});
