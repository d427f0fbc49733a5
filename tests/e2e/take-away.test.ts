import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { evaluationsOf, leantune } from './leantune-process.ts';

const SLOW = { timeout: 900_000 };
const home = temporaryFolder();
const path = (name: string): string => join(home.path, name);

/** A configuration of LEAN's optimizer, with what it never says beside it. */
const config = {
  'optimization-strategy': 'QuantConnect.Optimizer.Strategies.GridSearchOptimizationStrategy',
  'optimization-criterion': { target: 'SharpeRatio', extremum: 'max' },
  constraints: [{ target: 'Drawdown', operator: 'less', 'target-value': 0.5 }],
  parameters: [
    { name: 'fast', min: 10, max: 30, step: 10 },
    { name: 'slow', min: 40, max: 100, step: 20 },
  ],
  'maximum-concurrent-backtests': 2,
};
const setup = ['--strategy', 'sma-cross', '--symbol', 'SPX', '--data', 'sample'];
const dates = ['--start', '2000-01-03', '--end', '2008-12-31'];

const linesOf = (id: string) => evaluationsOf(home.path, id) as unknown as readonly Evaluation[];

let run: string;
let folder: string;
beforeAll(async () => {
  await leantune(home.path, 'setup');
  writeFileSync(path('optimizer.json'), JSON.stringify(config));
  const yaml = ['--export-yaml', path('best.yaml')];
  const source = path('optimizer.json');
  const done = await leantune(home.path, 'optimize', source, ...setup, ...dates, ...yaml, '--json');
  expect(done.code, done.stderr).toBe(0);
  ({
    folder,
    record: { id: run },
  } = JSON.parse(done.stdout));
});
afterAll(() => home[Symbol.dispose]());

describe('leantune optimize with a configuration of the LEAN optimizer', () => {
  it('backtests the whole grid and takes the best by its criterion', SLOW, async () => {
    const lines = linesOf(run);
    expect(lines).toHaveLength(12);
    const valid = lines.filter(({ status }) => status === 'complete');
    const best = valid.reduce((a, b) =>
      (b.metrics['sharpe_ratio'] ?? 0) > (a.metrics['sharpe_ratio'] ?? 0) ? b : a,
    );
    // --export-yaml, as it was written when the search had ended.
    const value = parse(readFileSync(path('best.yaml'), 'utf8'));
    expect(value.hyperparameters).toEqual(best.params);
    expect(value.metadata).toMatchObject({
      run_id: run,
      best_trial_number: best.id,
      total_trials: 12,
      best_sharpe_ratio: best.metrics['sharpe_ratio'],
    });
    expect(value.metadata.data_points).toBeGreaterThan(3_000);
  });

  it('wants a folder for the YAML before it searches', SLOW, async () => {
    const file = path('none/best.yaml');
    const refused = await leantune(
      home.path,
      'optimize',
      path('optimizer.json'),
      '--export-yaml',
      file,
    );
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--export-yaml: wanted a file in a folder that exists');
  });
});

describe('leantune backtest RUN#ID', () => {
  it('keeps the full result of one evaluation, which repeats', SLOW, async () => {
    const kept = await leantune(home.path, 'backtest', `${run}#5`, '--keep');
    expect(kept, kept.stderr).toMatchObject({ code: 0, stderr: '' });
    const file = join(folder, 'SPX/backtests/5.json');
    const result = JSON.parse(readFileSync(file, 'utf8'));
    const line = linesOf(run).find(({ id }) => id === 5);
    expect(result.statistics['Total Orders']).toBe(String(line?.trade_count));
    expect(kept.stdout).toContain('5.json');
    const other = await leantune(home.path, 'backtest', `${run}#5`, '--keep', '--param', 'fast=12');
    expect(other.code).toBe(2);
    const none = await leantune(home.path, 'backtest', `${run}#500`);
    expect(none.stderr).toContain('wanted the id of an evaluation, found #500');
  });
});

describe('leantune export', () => {
  it('gives sets that batch takes, and fills in a lean-cli project', SLOW, async () => {
    const sets = path('sets.json');
    const top = await leantune(home.path, 'export', run, '--top', '2', '--plain', '-o', sets);
    expect(top.code, top.stderr).toBe(0);
    const batch = await leantune(home.path, 'batch', sets, ...setup, ...dates, '--json');
    expect(batch.code, batch.stderr).toBe(0);
    const metrics = JSON.parse(batch.stdout).backtests.map(
      ({ evaluation }: { evaluation: { net_pnl: number } }) => evaluation.net_pnl,
    );
    const asked = JSON.parse((await leantune(home.path, 'export', run, '--top', '2')).stdout);
    const found = asked.sets.map((set: { metrics: { net_pnl: number } }) => set.metrics.net_pnl);
    expect(metrics).toEqual(found);

    mkdirSync(path('My Project'));
    const project = path('My Project/config.json');
    writeFileSync(project, '{\n    "parameters": {\n        "fast": "1" // mine\n    }\n}\n');
    const filled = await leantune(home.path, 'export', run, '--lean-project', path('My Project'));
    expect(filled.code).toBe(0);
    const { fast, slow } = asked.sets[0].params;
    expect(readFileSync(project, 'utf8')).toBe(
      `{\n    "parameters": {\n        "fast": "${fast}", // mine\n        "slow": "${slow}"\n    }\n}\n`,
    );
  });
});

describe('leantune report --html', () => {
  it('writes a page into the run folder, and backtests again what was not kept', SLOW, async () => {
    const written = await leantune(home.path, 'report', run, '--html');
    expect(written, written.stderr).toMatchObject({ code: 0, stderr: '' });
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('equity on SPX');
    // The tables are left as they are.
    expect(existsSync(join(folder, 'SPX/reports/SPX_top_100.csv'))).toBe(true);
    const none = { ...config, keep_results: 'none', seed: 1 };
    writeFileSync(path('none.json'), JSON.stringify(none));
    const bare = await leantune(
      home.path,
      'optimize',
      path('none.json'),
      ...setup,
      ...dates,
      '--json',
    );
    const { folder: other, record } = JSON.parse(bare.stdout);
    expect(existsSync(join(other, 'SPX/backtests/best.json'))).toBe(false);
    await leantune(home.path, 'report', record.id, '--html', path('bare.html'));
    expect(readFileSync(path('bare.html'), 'utf8')).toContain('equity on SPX');
  });
});
