import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { aJob, aPruning, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutorOptions } from '../../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** Asynchronous between two that are not; small, so that the samplers repeat themselves. */
const job = aJob({
  parameters: [
    { name: 'fast', type: 'int', min: 1, max: 12 },
    { name: 'slow', type: 'int', min: 1, max: 15 },
  ],
  rules: [],
  stages: [
    aStage('drawing', { samples: 20, batch: 7 }),
    { ...aStage('climbing', { samples: 60, batch: 6 }), async: true },
    aStage('climbing', { samples: 10, batch: 3 }, 'after'),
  ],
});

function backtest({ fast, slow }: ParameterSet) {
  const x = Number(fast);
  const y = Number(slow);
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}`);
  return { net_pnl: -((x - 4) ** 2) - (y - 9) ** 2, trade_count: 10 };
}

const standing = ({ fast, slow }: ParameterSet, share: number): number =>
  Math.round(share * (Number(slow) - Number(fast)));

interface Crash extends Partial<FakeExecutorOptions> {
  readonly after: number;
}

async function run(folder: string, of = job, options: Partial<FakeExecutorOptions> = {}) {
  const executor = createFakeExecutor({ backtest, standing, slots: 3, ...options });
  return { ...(await runSymbolOnce({ folder, job: of, executor })), executor };
}

async function runAndCrash(folder: string, { after, ...options }: Crash, of = job) {
  const death = new AbortController();
  let left = after;
  const onBacktest = (): void => {
    if (--left <= 0) death.abort(new Error('crash'));
  };
  const executor = createFakeExecutor({ backtest, standing, slots: 3, onBacktest, ...options });
  const { signal } = death;
  await runSymbolOnce({ folder, job: of, executor, abort: signal, drain: signal }).catch(() => {});
}

function linesIn(folder: string): Evaluation[] {
  return comparableLines(folder).map((line) => JSON.parse(line));
}

function expectSound(lines: readonly Evaluation[], wanted = 90): void {
  expect(lines).toHaveLength(wanted);
  expect(new Set(lines.map(({ params }) => JSON.stringify(params))).size).toBe(wanted);
  expect(lines.map(({ id }) => id)).toEqual(lines.map((_, n) => n + 1));
}

describe('runSymbol() with an asynchronous stage', () => {
  test('makes its budget, no set twice, and goes on with the stage after it', async () => {
    using folder = temporaryFolder();
    const { state, progress } = await run(folder.path);
    expect(state).toBe('complete');
    expectSound(linesIn(folder.path));
    expect(progress.stages.map(({ evaluations }) => evaluations)).toEqual([20, 60, 10]);
  });

  test('asks while others are still under way', async () => {
    using folder = temporaryFolder();
    await run(folder.path);
    const journal = readFileSync(join(folder.path, 'SPY', 'journal.jsonl'), 'utf8');
    const asks = journal.split('\n').filter((line) => line.includes('"t":"asked"'));
    expect(asks.length).toBeGreaterThan(20);
    const told = asks.flatMap((line) => JSON.parse(line).told as number[]);
    expect(told).not.toEqual(told.toSorted((a, b) => a - b));
  });

  test('loses and doubles nothing in 30 crashes', async () => {
    using folder = temporaryFolder();
    for (let crash = 0; crash < 30; crash++) {
      await runAndCrash(folder.path, { after: 1 + ((crash * 7) % 5), seed: crash });
    }
    const before = linesIn(folder.path);
    const { state, progress } = await run(folder.path, job, { seed: 99 });
    expect(state).toBe('complete');
    const after = linesIn(folder.path);
    expectSound(after);
    const kept = new Map(after.map((line) => [line.id, line]));
    for (const line of before) expect(kept.get(line.id)).toEqual(line);
    expect(progress.counts.evaluations).toBe(90);
  });

  test('carries out again what was in flight, and nothing else', async () => {
    using folder = temporaryFolder();
    await runAndCrash(folder.path, { after: 45, seed: 3 });
    const before = linesIn(folder.path).length;
    const { executor } = await run(folder.path);
    // The best's whole result is a backtest of its own.
    expect(executor.carriedOut.length - (90 - before)).toBeLessThanOrEqual(2);
    expectSound(linesIn(folder.path));
  });

  test('is sound where lines or asks are lost', async () => {
    for (const name of ['evaluations.jsonl', 'journal.jsonl']) {
      using folder = temporaryFolder();
      await runAndCrash(folder.path, { after: 50, seed: 5 });
      const path = join(folder.path, 'SPY', name);
      const text = readFileSync(path);
      truncateSync(path, Math.round(text.length * 0.9));
      await run(folder.path);
      expectSound(linesIn(folder.path));
    }
  });

  test('is sound where a line of an ask was damaged', async () => {
    using folder = temporaryFolder();
    await runAndCrash(folder.path, { after: 50, seed: 8 });
    const path = join(folder.path, 'SPY', 'journal.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    const ask = lines.findIndex((line) => line.includes('"t":"asked"'));
    writeFileSync(path, lines.with(ask + 2, '{bad').join('\n'));
    await run(folder.path);
    expectSound(linesIn(folder.path));
  });

  test('goes on with a larger budget', async () => {
    const last = { ...job, stages: job.stages.slice(0, 2) };
    using folder = temporaryFolder();
    await run(folder.path, last);
    expectSound(linesIn(folder.path), 80);
    const before = linesIn(folder.path);
    const more = { ...aStage('climbing', { samples: 75, batch: 6 }), async: true };
    await run(folder.path, { ...last, stages: [last.stages[0]!, more] }, { seed: 4 });
    const after = linesIn(folder.path);
    expectSound(after, 95);
    expect(after.slice(0, 80)).toEqual(before);
  });

  test('prunes, and goes on after a crash', async () => {
    const pruned = { ...job, pruning: aPruning() };
    using folder = temporaryFolder();
    await runAndCrash(folder.path, { after: 40, seed: 2 }, pruned);
    const { progress } = await run(folder.path, pruned);
    expectSound(linesIn(folder.path));
    expect(progress.counts.pruned).toBeGreaterThan(5);
  });
});
