import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { aJob, aPruning, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutorOptions } from '../../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** Both kinds of samplers, and one stage that runs all to their end. */
const job = aJob({
  parameters: [
    { name: 'fast', type: 'int', min: 1, max: 12 },
    { name: 'slow', type: 'int', min: 1, max: 15 },
  ],
  rules: [],
  stages: [
    aStage('drawing', { samples: 40, batch: 50 }),
    aStage('climbing', { samples: 40, batch: 5 }),
    { ...aStage('climbing', { samples: 15, batch: 3 }, 'to the end'), pruning: false },
    aStage('climbing', { samples: 20, batch: 4 }, 'last'),
  ],
  pruning: aPruning(),
});

const grid = aJob({
  parameters: job.parameters,
  rules: [],
  stages: [aStage('grid', { shuffle: true })],
  pruning: aPruning({ batch: 11, pruner: 'successive_halving' }),
});

/** Fails for some sets, always the same ones; some are worth nothing. */
function backtest({ fast, slow }: ParameterSet) {
  const x = Number(fast);
  const y = Number(slow);
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}`);
  return { net_pnl: -((x - 4) ** 2) - (y - 9) ** 2, trade_count: (x * y) % 7 === 3 ? 0 : 10 };
}

/** On the way it looks somewhat different from the end. */
function standing({ fast, slow }: ParameterSet, share: number): number {
  const x = Number(fast);
  const y = Number(slow);
  return Math.round(-((x - 4 - 3 * (1 - share)) ** 2) - (y - 9) ** 2 * share);
}

type Crash = Pick<FakeExecutorOptions, 'slots' | 'seed'> & { readonly after: number };

async function run(folder: string, of: Job, options: Partial<FakeExecutorOptions> = {}) {
  const executor = createFakeExecutor({ backtest, standing, ...options });
  const warnings: string[] = [];
  const { state, progress } = await runSymbolOnce({ folder, job: of, executor, warnings });
  return { state, progress, warnings, executor };
}

async function runAndCrash(folder: string, of: Job, { after, ...options }: Crash): Promise<void> {
  const death = new AbortController();
  let left = after;
  const onBacktest = (): void => {
    if (--left <= 0) death.abort(new Error('crash'));
  };
  const executor = createFakeExecutor({ backtest, standing, onBacktest, ...options });
  const { signal } = death;
  await runSymbolOnce({ folder, job: of, executor, abort: signal, drain: signal }).catch(() => {});
}

function linesIn(folder: string): Evaluation[] {
  return comparableLines(folder).map((line) => JSON.parse(line));
}

async function unbroken(of: Job): Promise<string[]> {
  using folder = temporaryFolder();
  await run(folder.path, of);
  return comparableLines(folder.path);
}

describe.each([
  ['stages of all kinds', job],
  ['a grid', grid],
])('runSymbol() that prunes %s', (_, pruned) => {
  test.each([1, 3, 8])('gives the same up with %i slots', async (slots) => {
    using folder = temporaryFolder();
    await run(folder.path, pruned, { slots, seed: slots, chunk: 1 + (slots % 3) });
    expect(comparableLines(folder.path)).toEqual(await unbroken(pruned));
  });

  test('ends after 25 crashes as the run that never crashed', async () => {
    using folder = temporaryFolder();
    const random = randomFrom(7, 0, 0);
    for (let crash = 0; crash < 25; crash++) {
      const after = 1 + Math.floor(random() * 8);
      await runAndCrash(folder.path, pruned, { after, seed: crash, slots: 1 + (crash % 3) });
      if (crash % 4 === 0) rmSync(join(folder.path, 'SPY', 'checkpoint.json'), { force: true });
    }
    const { state } = await run(folder.path, pruned);
    expect(state).toBe('complete');
    expect(comparableLines(folder.path)).toEqual(await unbroken(pruned));
  });
});

describe('runSymbol() that prunes', () => {
  test('says of each set how it stood, and of pruned ones when they were given up', async () => {
    using folder = temporaryFolder();
    const { progress } = await run(folder.path, job);
    const lines = linesIn(folder.path);
    const pruned = lines.filter(({ status }) => status === 'pruned');
    expect(pruned.length).toBeGreaterThan(10);
    for (const { params, standings = [], pruned_at: share, fitness, metrics } of pruned) {
      expect({ fitness, metrics }).toEqual({ fitness: null, metrics: {} });
      expect(standings.length).toBeGreaterThan(0);
      expect([0.3, 0.5, 0.7, 0.9][standings.length - 1]).toBe(share);
      expect(standings.at(-1)).toBe(standing(params, share ?? 0));
    }
    for (const { standings, pruned_at: share } of lines.filter(
      (line) => line.status === 'complete',
    )) {
      expect(standings).toHaveLength(4);
      expect(share).toBeUndefined();
    }
    expect(progress.counts.pruned).toBe(pruned.length);
    const spared = pruned.reduce((sum, line) => sum + 1 - (line.pruned_at ?? 1), 0);
    expect(progress.spared?.backtests).toBeCloseTo(spared, 6);
    expect(progress.spared?.seconds).toBeGreaterThan(0);
  });

  test('runs all to their end in a stage that says so, and at the start of the search', async () => {
    using folder = temporaryFolder();
    await run(folder.path, job);
    const lines = linesIn(folder.path);
    const to = lines.filter(({ stage }) => stage === 'to the end');
    expect(to.map(({ status }) => status)).not.toContain('pruned');
    expect(lines.slice(0, 6).map(({ status }) => status)).not.toContain('pruned');
  });

  test('counts what was pruned before a resume, too', async () => {
    using folder = temporaryFolder();
    await runAndCrash(folder.path, job, { after: 60, slots: 2, seed: 4 });
    const { progress } = await run(folder.path, job);
    using other = temporaryFolder();
    const whole = await run(other.path, job);
    expect(progress.counts).toEqual(whole.progress.counts);
    expect(progress.spared?.backtests).toBeCloseTo(whole.progress.spared?.backtests ?? 0, 6);
  });

  test('never makes a pruned set the best, nor a seed of a later stage', async () => {
    using folder = temporaryFolder();
    const { progress } = await run(folder.path, job);
    expect(progress.best?.status).toBe('complete');
  });

  test('warns once where backtests do not say how they stand, and prunes nothing', async () => {
    using folder = temporaryFolder();
    const executor = createFakeExecutor({ backtest });
    const warnings: string[] = [];
    const { progress } = await runSymbolOnce({ folder: folder.path, job, executor, warnings });
    expect(progress.counts.pruned).toBe(0);
    expect(warnings.filter((text) => text.includes('Nothing is pruned'))).toHaveLength(1);
  });

  test('asks nothing of backtests where the job does not prune', async () => {
    using folder = temporaryFolder();
    const { pruning: _, ...plain } = job;
    await run(folder.path, plain, {
      onBacktest: ({ milestones }) => expect(milestones).toBeUndefined(),
    });
    const text = readFileSync(join(folder.path, 'SPY', 'evaluations.jsonl'), 'utf8');
    expect(text).not.toContain('standings');
  });
});
