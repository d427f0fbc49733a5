import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarize } from '../../../runner/report/run-summary.ts';
import { writeSummaries } from '../../../runner/report/write-summaries.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { evaluation, progressOf, recordOf } from '../cli/recorded-run.ts';

const best = (fitness: number) => evaluation({ fitness, params: { fast: fitness } });
const record = recordOf({
  state: 'complete',
  symbols: [
    progressOf({ symbol: 'SPY', folder: 'SPY', best: best(3), holdout: best(1) }),
    progressOf({ symbol: 'IBM', folder: 'IBM', best: best(1) }),
    progressOf({ symbol: 'BRK/B', folder: 'BRK_B-1', best: null }),
    progressOf({ symbol: 'AAPL', folder: 'AAPL', best: best(8) }),
  ],
});

describe('summarize()', () => {
  test('tells the median over the symbols that have a best', () => {
    const { symbols, ...rest } = summarize(record);
    expect(rest).toMatchObject({ median_fitness: 3, symbols_with_best: 3, run: record.id });
    expect(symbols.map(({ symbol, best: found }) => [symbol, found?.fitness])).toEqual([
      ['SPY', 3],
      ['IBM', 1],
      ['BRK/B', undefined],
      ['AAPL', 8],
    ]);
    expect(summarize({ ...record, symbols: [] }).median_fitness).toBeNull();
  });

  test('leaves out what was not measured', () => {
    const { win_rate: _, ...unmeasured } = best(2);
    const [symbol] = summarize(recordOf({ symbols: [progressOf({ best: unmeasured })] })).symbols;
    expect(symbol?.best).not.toHaveProperty('win_rate');
    expect(symbol?.best).toHaveProperty('trade_count');
  });
});

describe('writeSummaries()', () => {
  test('writes one for the run and one for each symbol, infinities as text', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'SPY'));
    await writeSummaries(folder.path, record);
    const read = (path: string) => JSON.parse(readFileSync(join(folder.path, path), 'utf8'));
    expect(read('summary.json')).toMatchObject({ v: 1, median_fitness: 3 });
    expect(read('BRK_B-1/reports/summary.json')).toMatchObject({ symbol: 'BRK/B', best: null });
    expect(read('SPY/reports/summary.json').best.profit_factor).toBe('Infinity');
  });
});
