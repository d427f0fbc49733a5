import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { openEvaluationBatches } from '../../../runner/report/evaluation-batches.ts';
import { hasPython, python } from '../../fixtures/python.ts';
import { readParquet } from '../../fixtures/read-parquet.ts';
import { storeRun } from '../../fixtures/stored-run.ts';
import { all, evaluations, openRunToExport, parameters } from './run-to-export.ts';

const exporting = await openRunToExport();
const { exported, path } = exporting;
afterAll(() => exporting[Symbol.dispose]());

const CSV = `
import csv, json, sys
with open(sys.argv[1], newline='') as file: print(json.dumps(list(csv.DictReader(file))))`;

/** A workbook's first sheet by its XML, texts and numbers apart. */
const XLSX = `
import json, re, sys, zipfile
from xml.etree import ElementTree
ns = {'m': 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'}
book = zipfile.ZipFile(sys.argv[1])
shared = []
if 'xl/sharedStrings.xml' in book.namelist():
    root = ElementTree.fromstring(book.read('xl/sharedStrings.xml'))
    shared = [''.join(t.text or '' for t in item.iter('{%s}t' % ns['m'])) for item in root]
rows = []
for row in ElementTree.fromstring(book.read('xl/worksheets/sheet1.xml')).iter('{%s}row' % ns['m']):
    cells = {}
    for cell in row:
        value = cell.find('m:v', ns)
        inline = ''.join(t.text or '' for t in cell.iter('{%s}t' % ns['m']))
        column = re.match('[A-Z]+', cell.get('r')).group()
        kind = cell.get('t')
        if kind == 's': cells[column] = shared[int(value.text)]
        elif kind == 'b': cells[column] = value.text == '1'
        elif kind in ('inlineStr', 'str'): cells[column] = inline or (value.text if value is not None else '')
        elif value is not None: cells[column] = float(value.text)
    rows.append(cells)
print(json.dumps(rows))`;

const NUMBERS = [
  'id',
  'fitness',
  'net_pnl',
  'profit_factor',
  'sharpe_ratio',
  'ms',
  'batch',
] as const;

function wanted(evaluation: Evaluation, name: (typeof NUMBERS)[number]): number | undefined {
  const values: Record<string, unknown> = { ...evaluation.metrics, ...evaluation };
  return values[name] as number | undefined;
}

describe('export of all evaluations', () => {
  test('Parquet, by hyparquet: every value of every line', async () => {
    const { err } = await exported('--symbol', 'SPY', '--all', '-o', path('all.parquet'));
    expect(err).toContain('SPY: 300 evaluations');
    const { rows } = await readParquet(path('all.parquet'));
    checkParquet(rows, all);
  });

  test.skipIf(!hasPython())("CSV, by Python's reader: every value of every line", async () => {
    await exported('--symbol', 'SPY', '--all', '-o', path('all.csv'));
    const rows = python(CSV, path('all.csv')) as Record<string, string>[];
    expect(rows).toHaveLength(all.length);
    for (const [index, row] of rows.entries()) {
      const evaluation = all[index] as Evaluation;
      for (const name of NUMBERS) {
        const value = wanted(evaluation, name);
        expect(row[name], name).toBe(value === undefined ? '' : String(value));
      }
      const { mode, momentum, hedge = '' } = evaluation.params;
      // A value that begins like a formula is marked as text.
      expect(row['mode']).toBe(mode === '=1+1' ? "'=1+1" : mode);
      expect([row['momentum'], row['hedge']]).toEqual([String(momentum), String(hedge)]);
      expect([row['status'], row['error']]).toEqual([evaluation.status, evaluation.error ?? '']);
    }
    // The same on stdout.
    const { out } = await exported('--symbol', 'SPY', '--all', '-o', '-');
    expect(out).toBe(readFileSync(path('all.csv'), 'utf8'));
  });

  test.skipIf(!hasPython())('a workbook, by its XML: every value of every line', async () => {
    await exported('--symbol', 'SPY', '--all', '-o', path('all.xlsx'));
    const [head = {}, ...rows] = python(XLSX, path('all.xlsx')) as Record<string, unknown>[];
    const column = new Map(Object.entries(head).map(([letters, name]) => [name, letters]));
    expect(rows).toHaveLength(all.length);
    for (const [index, row] of rows.entries()) {
      const evaluation = all[index] as Evaluation;
      const cell = (name: string) => row[column.get(name) ?? ''];
      for (const name of NUMBERS) {
        const value = wanted(evaluation, name);
        const isNumber = Number.isFinite(value ?? 0);
        expect(cell(name), name).toEqual(isNumber ? value : String(value));
      }
      const { mode, lookback, hedge } = evaluation.params;
      expect([cell('mode'), cell('lookback'), cell('hedge')]).toEqual([mode, lookback, hedge]);
    }
  });

  test('a file for each symbol where there are several', async () => {
    const { err } = await exported('--all', '-o', path('each.parquet'));
    expect(err).toContain('each.SPY.parquet');
    checkParquet((await readParquet(path('each.IBM.parquet'))).rows, all.slice(0, 9));
  });

  test('reads very many through their columns, and writes the same', async () => {
    const many = evaluations(20_050);
    const shuffled = many.toSorted((a, b) => Math.sin(a.id) - Math.sin(b.id));
    const other = await storeRun(
      path('many'),
      { SPY: { evaluations: shuffled } },
      { job: { parameters, rules: [] } },
    );
    using source = await openEvaluationBatches(other.store, other.record.id, 'SPY');
    const found: Evaluation[] = [];
    let batches = 0;
    for await (const batch of source.batches()) {
      batches++;
      found.push(...batch.evaluations);
    }
    expect(batches).toBeGreaterThan(3);
    expect(found).toEqual(many);
    expect([...source.metrics].sort()).toEqual(
      [
        'net_pnl max_drawdown trade_count win_rate profit_factor',
        'sharpe_ratio annual_standard_deviation',
      ]
        .flatMap((names) => names.split(' '))
        .sort(),
    );
  });

  test.each([
    [['--all', '--format', 'parquet'], 'a file, which parquet needs'],
    [['--all'], 'one symbol by --symbol'],
    [['--all', '-o', 'x.json'], 'one of csv, parquet, xlsx, found json'],
    [['-o', 'x.txt'], 'one of json, yaml, csv, found ".txt"'],
  ])('refuses %j', async (args, text) => {
    await expect(exported(...args)).rejects.toThrow(text);
  });
});

function checkParquet(rows: readonly Record<string, unknown>[], lines: readonly Evaluation[]) {
  expect(rows).toHaveLength(lines.length);
  for (const [index, row] of rows.entries()) {
    const {
      params,
      metrics,
      violations: _v,
      v: _,
      window: _w,
      is_oos: _o,
      ...head
    } = lines[index] as Evaluation;
    expect(row).toMatchObject({ hedge: null, ...head, ...params, ...metrics, violations: null });
  }
}
