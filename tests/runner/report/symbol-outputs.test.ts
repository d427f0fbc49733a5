import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Preparation } from '../../../runner/domain/executor.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { openSymbolOutputs } from '../../../runner/report/symbol-outputs.ts';
import { columnsOptions } from '../../../runner/run/columns-options.ts';
import { rebuildColumns } from '../../../runner/run/rebuild-columns.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { readParquet } from '../../fixtures/read-parquet.ts';
import { runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const variations = [{ name: 'Up', when: 'fast > 3' }, { name: 'DOWN' }];
const preparation: Preparation = {
  strategyHash: '',
  dataHash: '',
  bars: 1,
  available: null,
  warnings: [],
  defaults: {},
  variations,
};

const job: Job = aJob({
  parameters: [
    { name: 'fast', type: 'int', min: 1, max: 12 },
    { name: 'slow', type: 'float', min: 0.5, max: 10, step: 0.5 },
    { name: 'mode', type: 'categorical', values: ['=a', 'b'] },
    { name: 'extra', type: 'boolean', when: 'mode == "b"' },
  ],
  rules: ['fast < slow or mode == "b"'],
  stages: [aStage('grid', { shuffle: true })],
  outputs: { weights: { total_r: 0.5, winrate: 0.5 }, minTrades: 4, excel: true },
});

interface Measured extends Record<string, number> {
  trade_count: number;
  total_r: number;
}

/** Fails for some sets; has too few trades, or no Sharpe ratio, for others. */
function backtest({ fast, slow, mode }: ParameterSet): Measured {
  const [x, y] = [Number(fast), Number(slow)];
  if (x === 7 && y === 3) throw new Error('no backtest');
  return {
    net_pnl: x - y,
    trade_count: x,
    total_r: Math.sin(x * 13 + y * 7) * 10,
    winrate: (x * 17 + y * 10) % 100,
    ...(mode === 'b' && { sharpe_ratio: x / y }),
    up_total_r: Math.cos(x + y),
    up_trade_count: x,
    up_winrate: y,
    down_total_r: -y,
    down_trade_count: Math.round(y),
    down_winrate: x,
  };
}

let folder: ReturnType<typeof temporaryFolder>;
let own: string;
let reports: string;
let rows: Record<string, unknown>[];

beforeAll(async () => {
  folder = temporaryFolder();
  own = join(folder.path, 'SPY');
  reports = join(own, 'reports');
  const executor = createFakeExecutor({ backtest });
  await runSymbolOnce({ folder: folder.path, job, executor, preparation });
  await using outputs = openSymbolOutputs({ folder: own, run: 'a-run', symbol: 'SPY', job });
  await outputs.finish();
  rows = (await readParquet(join(reports, 'SPY_full_results.parquet'))).rows;
  return () => folder[Symbol.dispose]();
});

const read = (name: string): string => readFileSync(join(reports, name), 'utf8');
const table = (name: string): string[][] =>
  read(name)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

/** The ranking by its definition, over all rows at once. */
function rankedByHand(prefix: string, takesPart: (row: Record<string, unknown>) => boolean) {
  const value = (row: Record<string, unknown>, name: string) => Number(row[prefix + name]);
  const part = rows.filter(
    (row) => row['status'] !== 'failed' && value(row, 'trade_count') >= 4 && takesPart(row),
  );
  const scaled = (name: string) => {
    const all = part.map((row) => value(row, name));
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return (row: Record<string, unknown>) => (value(row, name) - low) / (high - low);
  };
  const [total, rate] = [scaled('total_r'), scaled('winrate')];
  return part
    .map((row) => ({ id: Number(row['id']), score: 0.5 * total(row) + 0.5 * rate(row) }))
    .sort((a, b) => b.score - a.score || a.id - b.id);
}

describe('openSymbolOutputs()', () => {
  test('writes every file by its name', () => {
    expect(readdirSync(reports).sort()).toEqual(
      [
        'SPY_best_by_variation.json',
        'SPY_best_params.json',
        'SPY_full_results.parquet',
        'SPY_results.xlsx',
        'SPY_summary.txt',
        'SPY_top_100.csv',
        'SPY_variation_DOWN_top500.csv',
        'SPY_variation_Up_top500.csv',
        'SPY_variation_agg.json',
        'SPY_variation_report.txt',
        'SPY_variations_summary.csv',
        'results_final.parquet',
      ].sort(),
    );
  });

  test('the full results say of every evaluation what its line and the backtest say', () => {
    const lines = readFileSync(join(own, 'evaluations.jsonl'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(lines.length);
    for (const line of lines) {
      const { id, params, status, fitness } = JSON.parse(line);
      const { extra = null, ...plain } = params;
      const row = rows[id - 1];
      expect(row).toMatchObject({ id, stage: 'grid', status, extra, ...plain });
      expect(row?.['fitness']).toBe(Number(fitness));
      if (status === 'failed') continue;
      for (const [name, value] of Object.entries(backtest(params))) {
        expect(row?.[name], name).toBe(Math.fround(value));
      }
      if (params.mode === '=a') expect(row?.['sharpe_ratio']).toBeNull();
    }
    expect(rows.some(({ status }) => status === 'failed')).toBe(true);
  });

  test('ranks by the weighted sum of scaled metrics, sets with enough trades alone', () => {
    const byHand = rankedByHand('', () => true);
    const [header, ...top] = table('SPY_top_100.csv');
    expect(header?.slice(0, 7)).toEqual(['rank', 'score', 'id', 'fast', 'slow', 'mode', 'extra']);
    expect(top).toHaveLength(100);
    expect(top.map((row) => Number(row[2]))).toEqual(byHand.slice(0, 100).map(({ id }) => id));
    const { best, ranking } = JSON.parse(read('SPY_best_params.json'));
    expect(best.id).toBe(byHand[0]?.id);
    expect(best.score).toBeCloseTo(byHand[0]?.score ?? 0, 9);
    expect(ranking.ranked_sets).toBe(byHand.length);
  });

  test('looks at a variation where a set trades it on purpose', () => {
    const byHand = rankedByHand('up_', ({ fast }) => Number(fast) > 3);
    const [, ...top] = table('SPY_variation_Up_top500.csv');
    expect(top.map((row) => Number(row[2]))).toEqual(byHand.slice(0, 500).map(({ id }) => id));
    const best = JSON.parse(read('SPY_best_by_variation.json'));
    expect(Object.keys(best.variations)).toEqual(['Up', 'DOWN']);
    expect(best.variations.Up.id).toBe(byHand[0]?.id);
    expect(best.variations.Up.metrics).toHaveProperty('total_r');
    const aggregates = JSON.parse(read('SPY_variation_agg.json'));
    expect(aggregates.variations.Up).toMatchObject({ when: 'fast > 3', sets: byHand.length });
    const values = aggregates.variations.Up.by_parameter.fast;
    expect(values.map(({ value }: { value: number }) => value)).toEqual([
      4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
    const summary = table('SPY_variations_summary.csv');
    expect(summary.map(([name]) => name)).toEqual(['variation', 'Up', 'DOWN']);
    expect(read('SPY_variation_report.txt')).toContain('Up (sets with fast > 3)');
    expect(read('SPY_summary.txt')).toContain(`evaluations  ${rows.length}`);
  });

  test('keeps a spreadsheet from taking a value for a formula', () => {
    expect(read('SPY_top_100.csv')).toContain("'=a");
    expect(read('SPY_top_100.csv')).not.toMatch(/,=a/);
  });

  test('the workbook has a sheet for the summary, the best and each variation', () => {
    const files = unzipSync(readFileSync(join(reports, 'SPY_results.xlsx')));
    const workbook = strFromU8(files['xl/workbook.xml'] ?? new Uint8Array());
    const names = [...workbook.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map((found) => found[1]);
    expect(names).toEqual(['Summary', 'Top 100', 'Variations', 'Up top 500', 'DOWN top 500']);
  });

  test('partial results can be read while the search goes on, and become the final ones', async () => {
    const target = join(folder.path, 'elsewhere');
    mkdirSync(target);
    const elsewhere = { ...job, outputs: { ...job.outputs, folder: target } };
    await using outputs = openSymbolOutputs({
      folder: own,
      run: 'a',
      symbol: 'SPY',
      job: elsewhere,
    });
    await outputs.finish();
    expect((await readParquet(join(target, 'SPY', 'results_final.parquet'))).rows).toEqual(rows);
    expect(existsSync(join(target, 'SPY', 'results_partial.parquet'))).toBe(false);
  });

  test('columns that are lost are made again from the lines, but for the variations', async () => {
    const columns = join(own, 'columns.bin');
    renameSync(columns, `${columns}.kept`);
    const space = createSpace(job.parameters, job.rules);
    const options = columnsOptions(space, { stages: ['grid'], variations });
    expect(await rebuildColumns(own, space, options)).toBe(true);
    expect(await rebuildColumns(own, space, options)).toBe(false);
    const target = join(folder.path, 'rebuilt');
    const rebuilt = { ...job, outputs: { folder: target } };
    await using outputs = openSymbolOutputs({ folder: own, run: 'a', symbol: 'SPY', job: rebuilt });
    await outputs.finish();
    const again = (await readParquet(join(target, 'SPY', 'results_final.parquet'))).rows;
    expect(again).toHaveLength(rows.length);
    for (const [index, row] of again.entries()) expect(rows[index]).toMatchObject(row);
    rmSync(columns);
    renameSync(`${columns}.kept`, columns);
  });

  test('says what is missing where there are no columns', async () => {
    using empty = temporaryFolder();
    await using outputs = openSymbolOutputs({ folder: empty.path, run: 'a', symbol: 'SPY', job });
    await expect(outputs.finish()).rejects.toThrow('columns.bin');
  });
});
