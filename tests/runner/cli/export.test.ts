import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { hasPython, python } from '../../fixtures/python.ts';
import { all, best, openRunToExport } from './run-to-export.ts';

const exporting = await openRunToExport();
const { exported, path, run } = exporting;
afterAll(() => exporting[Symbol.dispose]());

describe('export as JSON', () => {
  test('wants a folder that exists before it looks for anything', async () => {
    const file = join(exporting.folder, 'none', 'best.json');
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
