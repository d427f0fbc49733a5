import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Executor } from '../../../runner/domain/executor.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const stages = [aStage('drawing', { samples: 30, batch: 7 })];
const backtest = ({ fast }: Readonly<Record<string, unknown>>) => ({ net_pnl: Number(fast) });

function idsIn(folder: string): number[] {
  const lines = readFileSync(join(folder, 'SPY/evaluations.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line).id as number);
}

/** Says, before each chunk, which lines stand without their results. */
function watched(folder: string, seen: number[]): Executor {
  const executor = createFakeExecutor({ backtest });
  return {
    ...executor,
    async *evaluate(requests, signal) {
      if (existsSync(join(folder, 'SPY/evaluations.jsonl'))) {
        const text = readFileSync(join(folder, 'SPY/evaluations.jsonl'), 'utf8').trim();
        for (const id of text === '' ? [] : idsIn(folder)) {
          if (!existsSync(join(folder, `SPY/backtests/${id}.json`))) seen.push(id);
        }
      }
      yield* executor.evaluate(requests, signal);
    },
  };
}

describe('runSymbol() with keepResults', () => {
  test('"all" keeps the result of every evaluation, each before its line', async () => {
    using folder = temporaryFolder();
    const without: number[] = [];
    const executor = watched(folder.path, without);
    const job = aJob({ stages, keepResults: 'all' });
    const { state } = await runSymbolOnce({ folder: folder.path, job, executor });
    expect(state).toBe('complete');
    expect(without).toEqual([]);
    const kept = readdirSync(join(folder.path, 'SPY/backtests'));
    const ids = idsIn(folder.path).map((id) => `${id}.json`);
    expect(kept.sort()).toEqual([...ids, 'best.json'].sort());
    expect(readFileSync(join(folder.path, `SPY/backtests/${ids[0]}`), 'utf8')).toBe('{}');
  });

  test('a number keeps the results of so many of the best, once it has ended', async () => {
    using folder = temporaryFolder();
    const executor = createFakeExecutor({ backtest });
    const job = aJob({ stages, keepResults: 3 });
    await runSymbolOnce({ folder: folder.path, job, executor });
    const text = readFileSync(join(folder.path, 'SPY/evaluations.jsonl'), 'utf8').trimEnd();
    const lines = text.split('\n').map((line) => JSON.parse(line));
    const valid = lines.filter(({ status }) => status === 'complete');
    valid.sort((a, b) => b.fitness - a.fitness || a.id - b.id);
    const kept = readdirSync(join(folder.path, 'SPY/backtests'));
    const wanted = valid.slice(0, 3).map(({ id }) => `${id}.json`);
    expect(wanted).toHaveLength(3);
    expect(kept.sort()).toEqual([...wanted, 'best.json'].sort());
  });

  test('"none" keeps none, and says the best all the same', async () => {
    using folder = temporaryFolder();
    const executor = createFakeExecutor({ backtest });
    const holdout = { start: '2016-01-01', end: '2016-12-31' };
    const job = aJob({ stages, keepResults: 'none', holdout });
    await runSymbolOnce({ folder: folder.path, job, executor });
    expect(readdirSync(join(folder.path, 'SPY/backtests'))).toEqual([]);
    expect(existsSync(join(folder.path, 'SPY/best.json'))).toBe(true);
  });

  test('"best", the default, keeps one', async () => {
    using folder = temporaryFolder();
    const executor = createFakeExecutor({ backtest });
    await runSymbolOnce({ folder: folder.path, job: aJob({ stages }), executor });
    expect(readdirSync(join(folder.path, 'SPY/backtests'))).toEqual(['best.json']);
  });

  test('"all" keeps the result on each symbol of a shared set', async () => {
    using folder = temporaryFolder();
    const executor = createFakeExecutor({ backtest });
    const shared = { mode: 'shared', symbols: ['SPY', 'IBM'], keepResults: 'all' } as const;
    await runSymbolOnce({ folder: folder.path, job: aJob({ stages, ...shared }), executor });
    const kept = readdirSync(join(folder.path, 'shared/backtests'));
    expect(kept).toEqual(expect.arrayContaining(['1.json', '1.SPY.json', '1.IBM.json']));
  });
});
