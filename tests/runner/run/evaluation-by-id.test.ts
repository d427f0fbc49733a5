import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluationById } from '../../../runner/run/evaluation-by-id.ts';
import { keptResult } from '../../../runner/run/kept-result.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const backtest = ({ fast, slow }: Record<string, unknown>) => {
  if (Number(fast) === Number(slow) - 1) throw new Error('too near');
  return {
    net_pnl: Number(fast) / 3,
    trade_count: 9,
    orb_total_r: Number(slow) / 3,
    orb_trades: 4,
    rev_total_r: -Number(slow),
    rev_trades: 5,
  };
};

describe('evaluationById()', () => {
  test('finds every evaluation with the figures of its variations, with and without columns', async () => {
    using folder = temporaryFolder();
    const job = aJob({ stages: [aStage('climbing', { samples: 60, batch: 6 })], seed: 7 });
    await runSymbolOnce({ folder: folder.path, job, executor: createFakeExecutor({ backtest }) });
    const own = join(folder.path, 'SPY');
    const lines = comparableLines(folder.path).map((line) => JSON.parse(line));
    for (const line of lines) {
      const found = await evaluationById(own, line.id);
      expect(found?.evaluation.params).toEqual(line.params);
      if (found?.evaluation.status === 'failed') continue;
      const slow = Number(line.params.slow);
      expect(found?.variations).toEqual([
        { name: 'ORB', metrics: { total_r: Number((slow / 3).toPrecision(7)), trades: 4 } },
        { name: 'REV', metrics: { total_r: -slow, trades: 5 } },
      ]);
    }
    expect(await evaluationById(own, lines.length + 1)).toBe(null);
    rmSync(join(own, 'columns.bin'));
    const old = await evaluationById(own, 3);
    expect(old?.evaluation.params).toEqual(lines[2].params);
    expect(old?.variations).toEqual([]);
  });
});

describe('keptResult()', () => {
  test('takes what was kept by the id before the best, and what is torn for not kept', async () => {
    using folder = temporaryFolder();
    const write = (name: string, text: string) =>
      writeFileSync(join(folder.path, 'backtests', name), text);
    mkdirSync(join(folder.path, 'backtests'));
    const of = (isBest: boolean, symbol?: string) =>
      keptResult(folder.path, { evaluation: 7, isBest, of: symbol });
    expect(await of(true)).toBe(null);
    write('best.json', '{"a":1}');
    expect(await of(false)).toBe(null);
    expect(await of(true)).toEqual({ file: 'backtests/best.json', bytes: 7, result: { a: 1 } });
    write('7.json', '{"a":');
    expect((await of(true))?.file).toBe('backtests/best.json');
    write('7.json', '{"a":22}');
    expect((await of(true))?.result).toEqual({ a: 22 });
    write('7.SPY.json', '{"a":3}');
    expect((await of(false, 'SPY'))?.file).toBe('backtests/7.SPY.json');
    expect(await of(true, '../SPY')).toBe(null);
  });
});
