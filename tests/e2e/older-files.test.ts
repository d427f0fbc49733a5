import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parseEvaluation } from '../../runner/run/evaluation-line.ts';
import type { JobsView } from '../../runner/server/views.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune, startLeantune } from './leantune-process.ts';

const SLOW = { timeout: 900_000 };
const shared = process.env['LEANTUNE_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');
const examples = join(shared, 'reference/old-config');
const data = join(shared, 'lean-data');
const missing = [examples, data].filter((folder) => !existsSync(folder));
if (missing.length > 0) console.warn(`Skipped: no folder ${missing.join(' and no folder ')}`);

/** Keys that the Python optimizer writes; ours may stand beside them. */
const THEIR_KEYS = [
  ...['id', 'stage', 'stage_detail', 'fitness', 'net_pnl', 'trade_count', 'win_rate'],
  ...['profit_factor', 'max_drawdown', 'params', 'status', 'window', 'is_oos'],
];

/** A project of that tool: its files in `config/`, nothing else. */
function olderProject() {
  const home = temporaryFolder();
  cpSync(examples, join(home.path, 'config'), { recursive: true });
  return home;
}

function linesOf(home: string, run: string, symbol: string) {
  const text = readFileSync(join(home, 'runs', run, symbol, 'evaluations.jsonl'), 'utf8');
  const lines = text.trimEnd().split('\n').map(parseEvaluation);
  return lines.sort((a, b) => a.id - b.id);
}

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));
const flags = ['--strategy-path', 'sma-cross', '--data', data, '--json'];

/** What a genetic search of 30 and 12 × 6 may do that stops after 5 generations without gain. */
function expectGenetic(home: string, run: string, symbol: string): void {
  const lines = linesOf(home, run, symbol);
  expect(lines.length).toBeGreaterThanOrEqual(30);
  expect(lines.length).toBeLessThanOrEqual(30 + 12 * 6);
  expect(lines.filter(({ stage_detail: detail }) => detail === 'init').length).toBeLessThanOrEqual(
    30,
  );
  for (const line of lines) {
    expect(line.stage).toBe('genetic_standalone');
    expect(line.stage_detail).toMatch(/^(init|gen_([1-9]|1[0-2]))$/);
    // Tuned parameters only, on the steps of the space.
    expect(Object.keys(line.params)).toEqual(['fast', 'slow', 'threshold']);
    expect(Number(line.params['fast']) % 5).toBe(0);
    expect(Number(line.params['slow']) % 10).toBe(0);
    if (line.status !== 'complete') continue;
    expect(Object.keys(line)).toEqual(expect.arrayContaining(THEIR_KEYS));
    expect(line.trade_count).toBeGreaterThanOrEqual(10);
    expect(line.profit_factor).toBeGreaterThanOrEqual(0.5);
  }
}

describe.skipIf(missing.length > 0)('files of the Python optimizer on the command line', () => {
  test('optimize: a genetic search alone, its ticker from a flag', SLOW, async () => {
    using home = olderProject();
    const config = join(home.path, 'config/optimization_ga.json');
    const { code, stdout, stderr } = await leantune(
      home.path,
      ...['optimize', '--config', config, '--ticker', 'SPY', '--skip-compile', ...flags],
      ...['--worker-count', '1', '--param', 'InitialCash=50000'],
    );
    expect(code, stderr).toBe(0);
    const { record, summary } = JSON.parse(stdout);
    expect(record).toMatchObject({
      state: 'complete',
      slots: 1,
      seed: 42,
      planned_evaluations: 102,
    });
    expect(record.dates).toEqual({ start: '2005-01-01', end: '2015-12-31' });
    expect(record.symbols[0].unread).toEqual([{ name: 'threshold', nearest: null }]);
    expect(json(home.path, 'runs', record.id, 'job.resolved.json').backtest.cash).toBe(50_000);
    expectGenetic(home.path, record.id, 'SPY');
    const [{ evaluations: made, duplicates, state }] = record.symbols[0].stages;
    const asked = made + duplicates;
    // Whole generations, five without gain at the end where it stopped before the twelfth.
    expect([(asked - 30) % 6, state]).toEqual([0, 'complete']);
    const details = linesOf(home.path, record.id, 'SPY').map((line) => line.stage_detail);
    const last = (asked - 30) / 6;
    const best = details[summary.symbols[0].best.id - 1] ?? '';
    const bestGeneration = best === 'init' ? 0 : Number(best.slice(4));
    if (last < 12) expect(last).toBeGreaterThanOrEqual(Math.max(5, bestGeneration));
  });

  test('optimize: four stages, under the names of that tool', SLOW, async () => {
    using home = olderProject();
    const config = join(home.path, 'config/optimization_pipeline.json');
    const { code, stdout, stderr } = await leantune(home.path, 'optimize', config, ...flags);
    expect(code, stderr).toBe(0);
    const { record } = JSON.parse(stdout);
    expect(record.slots).toBe(2);
    const { stages } = record.symbols[0];
    expect(
      stages.map(({ name, budget }: { name: string; budget: number }) => [name, budget]),
    ).toEqual([
      ['lhs', 40],
      ['bayesian', 60],
      ['genetic_seeded', 30 + 8 * 15],
      ['local_grid', 3 * 51],
    ]);
    const lines = linesOf(home.path, record.id, 'SPY');
    const made = (stage: string) => lines.filter((line) => line.stage === stage).length;
    expect(made('lhs') + stages[0].duplicates).toBe(40);
    expect(made('bayesian') + stages[1].duplicates).toBeGreaterThanOrEqual(60);
    expect(lines.every((line) => line.is_oos === false && line.window === null)).toBe(true);
  });

  test('optimize-universe: each symbol on its own, one run, one summary', SLOW, async () => {
    using home = olderProject();
    const universe = join(home.path, 'config/universe.json');
    const { code, stdout, stderr } = await leantune(
      home.path,
      ...['optimize-universe', '--universe', universe, ...flags],
    );
    expect(code, stderr).toBe(0);
    const { record, summary } = JSON.parse(stdout);
    expect(readdirSync(join(home.path, 'runs')).filter((name) => /^\d/.test(name))).toEqual([
      record.id,
    ]);
    expect(json(home.path, 'runs', record.id, 'job.resolved.json')).toMatchObject({
      symbols: ['SPY', 'AAPL', 'IBM'],
      symbolsParallel: 2,
      slots: 4,
    });
    for (const symbol of ['SPY', 'AAPL', 'IBM']) {
      expectGenetic(home.path, record.id, symbol);
      const own = json(home.path, 'runs', record.id, symbol, 'reports/summary.json');
      expect(own).toMatchObject({ symbol, state: 'complete' });
    }
    const { seconds: _, ...written } = json(home.path, 'runs', record.id, 'summary.json');
    expect(summary).toMatchObject(written);
    expect(summary.symbols_with_best).toBe(3);

    const symbols = ['--symbols', 'SPY,IBM', '--symbols-parallel', '1'];
    const config = ['--config', join(home.path, 'config/optimization_ga.json')];
    const two = await leantune(home.path, 'optimize-universe', ...symbols, ...config, ...flags);
    expect(two.code, two.stderr).toBe(0);
    const other = JSON.parse(two.stdout).record;
    expect(other.symbols.map((one: { symbol: string }) => one.symbol)).toEqual(['SPY', 'IBM']);
    const found = (lines: ReturnType<typeof linesOf>) =>
      lines.map(({ params, fitness }) => [params, fitness]);
    // What one symbol finds does not depend on the others.
    expect(found(linesOf(home.path, other.id, 'IBM'))).toEqual(
      found(linesOf(home.path, record.id, 'IBM')),
    );
  });

  test('backtest-universe and batch: plain backtests, the whole result kept', SLOW, async () => {
    using home = olderProject();
    const universe = join(home.path, 'config/backtest_universe.json');
    const first = await leantune(home.path, 'backtest-universe', universe, ...flags);
    expect(first.code, first.stderr).toBe(0);
    const { record, backtests, folder } = JSON.parse(first.stdout);
    expect(record.slots).toBe(2);
    expect(
      backtests.map(
        ({ symbol, evaluation }: { symbol: string; evaluation: { params: object } }) => [
          symbol,
          evaluation.params,
        ],
      ),
    ).toEqual([
      ['SPY', { fast: 10, slow: 50 }],
      ['IBM', { fast: 20, slow: 100 }],
    ]);
    for (const { result } of backtests) {
      expect(json(folder, result).statistics).toHaveProperty('Sharpe Ratio');
    }

    const sets = join(home.path, 'config/parameter_sets.json');
    const table = await leantune(
      home.path,
      'batch',
      '--parameter-sets',
      sets,
      ...flags.slice(0, -1),
    );
    expect(table.code, table.stderr).toBe(0);
    expect(table.stdout).toMatch(/^SPY +10 +50 +-?[\d.]+ .* SPY\/backtests\/1\.json$/m);
    expect(table.stdout).toMatch(/^SPY +20 +100 .* SPY\/backtests\/2\.json$/m);
    const equal = await leantune(
      home.path,
      ...['backtest', '--strategy', 'sma-cross', '--symbol', 'SPY', '--data', data, '--json'],
      ...[
        '--start',
        '2005-01-01',
        '--end',
        '2015-12-31',
        '--param',
        'fast=10',
        '--param',
        'slow=50',
      ],
    );
    const { net_pnl } = JSON.parse(equal.stdout).metrics;
    expect(backtests[0].evaluation.net_pnl).toBe(net_pnl);
  });

  test('ends with 2 and names what is missing', SLOW, async () => {
    using home = olderProject();
    const config = join(home.path, 'config/optimization_ga.json');
    const { code, stderr } = await leantune(home.path, 'optimize', config, '--data', data);
    expect(code).toBe(2);
    // Flags may lie over the file: no line of it is named.
    expect(stderr).toMatch(/^ +strategy: wanted a strategy/m);
    expect(stderr).toMatch(/^ +base_params\.ticker: wanted a ticker/m);
  });
});

describe.skipIf(missing.length > 0)('files of the Python optimizer that are dropped', () => {
  test('run with what config/defaults/ states; what is no job is left alone', SLOW, async () => {
    using home = temporaryFolder();
    const config = join(home.path, 'config');
    mkdirSync(join(config, 'defaults'), { recursive: true });
    const defaults = { strategy: 'sma-cross', symbol: 'SPY', data };
    writeFileSync(join(config, 'defaults/older-files.json'), JSON.stringify(defaults));
    const daemon = startLeantune(home.path, 'serve', '--port', '0');
    const [, url] = await daemon.said(/site +(http:\S+)/);
    const names = readdirSync(examples).filter((name) => name.endsWith('.json'));
    // The files that others name first, as in a project that has them.
    for (const name of names.sort((a, b) => Number(a > b)))
      copyFileSync(join(examples, name), join(config, name));
    const jobs = await vi.waitUntil(
      async () => {
        const { jobs: all } = (await (await fetch(`${url}/api/jobs`)).json()) as JobsView;
        const ended = all.filter(({ state }) =>
          ['complete', 'not-a-job', 'rejected', 'failed'].includes(state),
        );
        return ended.length === names.length ? all : null;
      },
      { timeout: 200_000, interval: 200 },
    );
    expect(Object.fromEntries(jobs.map(({ file, state }) => [file, state]))).toEqual({
      'backtest_universe.json': 'complete',
      'base_config.json': 'not-a-job',
      'optimization_ga.json': 'complete',
      'optimization_pipeline.json': 'complete',
      'parameter_sets.json': 'not-a-job',
      'parameter_space.json': 'not-a-job',
      'universe.json': 'complete',
    });
    await expect
      .poll(() => readdirSync(config).filter((name) => name.endsWith('.error.txt')))
      .toEqual([]);
    const runOf = (file: string) => String(jobs.find((job) => job.file === file)?.run);
    for (const symbol of ['SPY', 'AAPL', 'IBM']) {
      expectGenetic(home.path, runOf('universe.json'), symbol);
    }
    expectGenetic(home.path, runOf('optimization_ga.json'), 'SPY');
    const kept = join(home.path, 'runs', runOf('backtest_universe.json'), 'IBM/backtests/1.json');
    expect(existsSync(kept)).toBe(true);
    daemon.child.kill('SIGINT');
    expect((await daemon.ended).code).toBe(0);
  });

  test('are refused with an error file that names what is missing', SLOW, async () => {
    using home = olderProject();
    const daemon = startLeantune(home.path, 'serve', '--port', '0');
    await daemon.said(/site +(http:\S+)/);
    const errors = ['backtest_universe.json', 'optimization_ga.json', 'universe.json'];
    const text = await vi.waitUntil(
      () => {
        const files = errors.map((name) => join(home.path, `config/${name}.error.txt`));
        const texts = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
        return texts.every((one) => one !== '') ? texts : null;
      },
      { timeout: 120_000, interval: 100 },
    );
    for (const one of text) expect(one).toMatch(/^ +strategy .*wanted a strategy/m);
    daemon.child.kill('SIGINT');
    expect((await daemon.ended).code).toBe(0);
  });
});
