import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../../runner/cli/program.ts';
import type { Services } from '../../../runner/cli/services.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { ParameterDefinition } from '../../../runner/domain/space.ts';
import { openEvaluationBatches } from '../../../runner/report/evaluation-batches.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { hasPython, python } from '../../fixtures/python.ts';
import { readParquet } from '../../fixtures/read-parquet.ts';
import { type StoredRun, storeRun } from '../../fixtures/stored-run.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { jobOf, recordingScreen } from './recorded-run.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const path = (name: string): string => join(folder.path, name);

const parameters: readonly ParameterDefinition[] = [
  { name: 'momentum', type: 'float', min: -1, max: 1, step: 0.01, category: 'trend' },
  { name: 'carry', type: 'float', min: -1, max: 1, category: 'yield', direction: 'long' },
  { name: 'size', type: 'float', min: 1e-9, max: 1, category: 'risk', role: 'hyperparameter' },
  { name: 'lookback', type: 'int', min: 1, max: 500 },
  { name: 'mode', type: 'categorical', values: ['on', '=1+1', 'a,"b"\nc'] },
  { name: 'hedge', type: 'boolean', when: 'lookback > 100' },
];

/** Values that readers stumble over: tiny, infinite, missing, texts like numbers and formulas. */
function evaluations(count: number): Evaluation[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const lookback = 1 + ((index * 37) % 500);
    const failed = id % 11 === 0;
    return anEvaluation({
      id,
      stage: id < count / 2 ? 'lhs' : 'genetic',
      params: {
        // No −0, which JSON does not have.
        momentum: Math.round(Math.sin(id) * 100) / 100 + 0,
        carry: Math.cos(id),
        size: 1e-7 * id,
        lookback,
        mode: ['on', '=1+1', 'a,"b"\nc'][id % 3] ?? '',
        ...(lookback > 100 && { hedge: id % 2 === 0 }),
      },
      status: failed ? 'failed' : 'complete',
      fitness: failed ? Number.NEGATIVE_INFINITY : Math.sin(id * 7) * 3,
      profit_factor: id % 13 === 0 ? Number.POSITIVE_INFINITY : 1 + 1 / id,
      metrics: failed ? {} : { sharpe_ratio: Math.sin(id * 7), annual_standard_deviation: 0.1 / 3 },
      error: failed ? 'stack\n"quoted", comma' : null,
      violations: {},
    });
  });
}

const all = evaluations(300);
const best = all.reduce((a, b) => (b.fitness > a.fitness ? b : a));
let run: StoredRun;
beforeAll(async () => {
  const progress = {
    holdout: { ...best, fitness: 0.5, is_oos: true, metrics: { sharpe_ratio: 1 } },
  };
  const days = Array.from({ length: 77 }, (_, day) => [day * 86_400, 0.1]);
  const charts = { 'Strategy Equity': { series: { Return: { values: days } } } };
  run = await storeRun(
    path('runs'),
    {
      SPY: { evaluations: all.toReversed(), progress, result: { charts } },
      IBM: { evaluations: all.slice(0, 9) },
    },
    {
      study: 'yes',
      job: {
        parameters,
        rules: [],
        backtest: { ...jobOf().backtest, fixedParameters: { cash_pct: 0.1 } },
      },
    },
  );
});

async function exported(...args: string[]) {
  const out = recordingScreen();
  const err = recordingScreen();
  const services = { version: '0', store: run.store } as Services;
  const program = createProgram({ out, err, services, finish: () => {} });
  await program.parseAsync(['export', 'latest', ...args], { from: 'user' });
  return { out: out.text(), err: err.text() };
}

describe('export as JSON', () => {
  test('wants a folder that exists before it looks for anything', async () => {
    const file = join(folder.path, 'none', 'best.json');
    await expect(exported('-o', file)).rejects.toThrow('--output: wanted a file in a folder');
    await expect(exported('--all', '-o', file)).rejects.toThrow('a folder that exists');
  });

  test('the best of each symbol, as the run has it', async () => {
    const value = JSON.parse((await exported()).out);
    expect(value).toMatchObject({ run: run.record.id, fixed_parameters: { cash_pct: 0.1 } });
    const [spy, ibm] = value.sets;
    expect(spy).toMatchObject({ symbol: 'SPY', id: best.id, params: best.params, rank: 1 });
    expect(spy.fitness).toBe(best.fitness);
    expect(spy.metrics).toMatchObject(best.metrics);
    expect(spy.holdout).toMatchObject({ fitness: 0.5, metrics: { sharpe_ratio: 1 } });
    expect(ibm).toMatchObject({ symbol: 'IBM', holdout: null });
  });

  test('the N best by a metric, plain ones for a batch, or one evaluation', async () => {
    const valid = all.filter(({ status }) => status === 'complete');
    const byHand = valid.toSorted(
      (a, b) => (b.metrics['sharpe_ratio'] ?? 0) - (a.metrics['sharpe_ratio'] ?? 0),
    );
    const top = ['--symbol', 'SPY', '--top', '3', '--by', 'sharpe_ratio'];
    const ids = JSON.parse((await exported(...top)).out).sets.map(({ id }: Evaluation) => id);
    expect(ids).toEqual(byHand.slice(0, 3).map(({ id }) => id));
    const plain = JSON.parse((await exported(...top, '--plain')).out);
    expect(plain).toEqual(byHand.slice(0, 3).map(({ params }) => ({ cash_pct: 0.1, ...params })));
    const one = JSON.parse((await exported('--symbol', 'SPY', '--evaluation', '11')).out);
    expect(one.sets).toMatchObject([{ id: 11, status: 'failed', fitness: '-Infinity' }]);
  });
});

/** What YAML says of the best of SPY. */
function checkYaml(value: Record<string, Record<string, unknown>>): void {
  const { momentum, carry, hedge, ...others } = best.params;
  expect(value['factors']).toEqual({
    trend: {
      momentum: {
        weight: momentum,
        direction: Number(momentum) > 0 ? 'positive' : 'negative',
        category: 'trend',
      },
    },
    yield: { carry: { weight: carry, direction: 'long', category: 'yield' } },
  });
  expect(value['hyperparameters']).toEqual(hedge === undefined ? others : { ...others, hedge });
  expect(value['fixed_parameters']).toEqual({ cash_pct: 0.1 });
  expect(value['metadata']).toMatchObject({
    run_id: run.record.id,
    study_name: 'yes',
    best_trial_number: best.id,
    best_sharpe_ratio: best.metrics['sharpe_ratio'],
    max_drawdown: best.max_drawdown,
    total_return: best.net_pnl,
    volatility: (0.1 / 3) * 100,
    constraints_satisfied: true,
    constraint_violations: {},
    total_trials: 300,
    elapsed_time_seconds: 160,
    sampler: best.sampler,
    pruner: null,
    data_points: 77,
    optimization_method: expect.any(String),
    created_at: expect.any(String),
  });
}

describe('export as YAML', () => {
  test('has the set by category, as the run has it, the same each time', async () => {
    const { out } = await exported('--symbol', 'SPY', '--format', 'yaml');
    checkYaml(parse(out));
    await exported('--symbol', 'SPY', '-o', path('best.yaml'));
    expect(readFileSync(path('best.yaml'), 'utf8')).toBe(out);
  });

  test.skipIf(!hasPython('yaml'))('reads alike in YAML 1.1, by PyYAML', async () => {
    await exported('--symbol', 'SPY', '-o', path('py.yaml'));
    const program = 'import json, sys, yaml\nprint(json.dumps(yaml.safe_load(open(sys.argv[1]))))';
    checkYaml(python(program, path('py.yaml')) as never);
  });

  test('several sets are several documents', async () => {
    const { out } = await exported('--format', 'yaml', '--top', '2');
    const documents = out.split(/^---$/m).map((text) => parse(text));
    const names = documents.map(
      ({ metadata }) => `${metadata.symbol} ${metadata.best_trial_number}`,
    );
    expect(names).toHaveLength(4);
    expect(names[0]).toBe(`SPY ${best.id}`);
  });
});

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

describe('export into configurations of LEAN', () => {
  const config =
    '{\n  // mine\n  "algorithm-language": "Python",\n  "parameters": { "lookback": "5", "keep": "x" }\n}\n';
  const one = ['--symbol', 'SPY'];

  test('fills in parameters as LEAN reads them', async () => {
    writeFileSync(path('base.json'), config);
    await exported(...one, '--lean-config', path('base.json'), '-o', path('filled.json'));
    const filled = readFileSync(path('filled.json'), 'utf8');
    expect(filled).toContain('// mine');
    const { parameters: own, ...rest } = JSON.parse(filled.replace('// mine', ''));
    expect(rest).toEqual({ 'algorithm-language': 'Python' });
    const { size, ...others } = best.params;
    const texts = Object.entries(others).map(([name, value]) => [name, String(value)]);
    expect(own).toMatchObject({ keep: 'x', cash_pct: '0.1', ...Object.fromEntries(texts) });
    // Without an exponent, which LEAN's decimals do not know.
    expect(own.size).toMatch(/^0\.0+\d+$/);
    expect(Number(own.size)).toBeCloseTo(Number(size), 20);
    expect(readFileSync(path('base.json'), 'utf8')).toBe(config);
  });

  test('changes a lean-cli project in place and says what', async () => {
    writeFileSync(path('config.json'), config);
    const { out, err } = await exported(...one, '--lean-project', folder.path);
    expect(out).toContain(`lookback: 5 → ${best.params['lookback']}`);
    expect(err).toContain('did not have cash_pct');
    const text = readFileSync(path('config.json'), 'utf8');
    expect(text).toContain('// mine');
    await exported(...one, '--lean-project', path('config.json'));
    expect(readFileSync(path('config.json'), 'utf8')).toBe(text);
  });

  test('wants one set and a file', async () => {
    writeFileSync(path('base.json'), config);
    await expect(exported('--lean-config', path('base.json'))).rejects.toThrow('one set');
    await expect(exported(...one, '--lean-project', path('none'))).rejects.toThrow('found none');
  });
});
