import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createTestRunner } from '../../fixtures/test-runner.ts';

const source = { file: 'a-job.json', text: '{"name":"a-job"}' };
const job = aJob({ verify: false, stages: [aStage('climbing', { samples: 20, batch: 5 })] });

function backtest({ fast = 10, slow = 30 }: ParameterSet) {
  if (fast === -1) throw new Error('no average of -1 days');
  return { net_pnl: Number(fast) - Number(slow) };
}

/** @param defaults those that the strategy declares */
function aRunner(root: string, defaults: ParameterSet = { fast: 10, slow: 30, other: 1 }) {
  const store = openRunStore(join(root, 'runs'));
  const asked: ParameterSet[] = [];
  const runner = createTestRunner({
    store,
    createExecutor: ({ slots }) =>
      createFakeExecutor({
        slots,
        backtest,
        prepare: () => ({ defaults }),
        onBacktest: ({ params }) => asked.push(params),
      }),
    versions: { leantune: 'test' },
  });
  const run = async (change: Partial<Job> = {}) => {
    const submission = await runner.submit({ ...job, ...change }, source);
    if (!('execution' in submission)) throw new Error(submission.message);
    return await submission.execution.start(() => {});
  };
  const lines = async (id: string) =>
    (await store.evaluations(id, 'SPY')).map(({ id: nth, params, fitness }) => [
      nth,
      params,
      fitness,
    ]);
  return { store, run, asked, lines, [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose]() };
}

describe('the baseline of a search', () => {
  test("is the strategy's defaults, evaluated before anything else", async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const record = await leantune.run();
    expect(leantune.asked[0]).toEqual({ fast: 10, slow: 30 });
    const { baseline } = record.symbols[0] ?? {};
    expect(baseline).toMatchObject({
      label: 'defaults',
      evaluation: { id: 0, stage: 'baseline', status: 'complete', fitness: -20, net_pnl: -20 },
    });
    const own = join(leantune.store.folder(record.id), 'SPY');
    expect(JSON.parse(readFileSync(join(own, 'baseline.json'), 'utf8'))).toMatchObject({
      v: 1,
      label: 'defaults',
      evaluation: { id: 0, params: { fast: 10, slow: 30 } },
    });
    expect(existsSync(join(own, 'backtests', 'baseline.json'))).toBe(true);
  });

  test('changes neither what the search evaluates nor its counts', async () => {
    using one = temporaryFolder();
    using other = temporaryFolder();
    await using compared = aRunner(one.path);
    await using alone = aRunner(other.path);
    const [first, second] = [await compared.run(), await alone.run({ baseline: null })];
    expect(second.symbols[0]?.baseline).toBeUndefined();
    expect(await compared.lines(first.id)).toEqual(await alone.lines(second.id));
    expect(first.symbols[0]?.counts).toEqual(second.symbols[0]?.counts);
    expect(first.identity).toEqual(second.identity);
  });

  test('is added to a run that was begun without, and evaluated once', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const first = await leantune.run({ baseline: null, budget: { evaluations: 7 } });
    const second = await leantune.run({ budget: { evaluations: 12 } });
    const third = await leantune.run();
    expect([second.id, third.id]).toEqual([first.id, first.id]);
    expect(third.symbols[0]?.baseline).toEqual(second.symbols[0]?.baseline);
    expect(second.symbols[0]?.baseline?.evaluation.fitness).toBe(-20);
    expect((await leantune.lines(first.id)).map(([id]) => id)).toEqual(
      Array.from({ length: 20 }, (_, nth) => nth + 1),
    );
    const same = leantune.asked.filter(({ fast, slow }) => fast === 10 && slow === 30);
    expect(same).toHaveLength(1);
  });

  test('may lie outside of the space, break limits or fail', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const given = (params: ParameterSet) => ({ baseline: { label: 'live.yaml', params } });
    const outside = await leantune.run(given({ fast: 500, slow: 1 }));
    expect(outside.symbols[0]?.baseline).toMatchObject({
      label: 'live.yaml',
      evaluation: { status: 'complete', fitness: 499 },
    });
    // It takes no part in the search, so that the best is one of the space.
    expect(outside.symbols[0]?.best?.fitness).toBeLessThan(499);
    const failed = await leantune.run({ ...given({ fast: -1 }), seed: 7 });
    expect(failed).toMatchObject({ state: 'complete' });
    expect(failed.symbols[0]?.baseline?.evaluation).toMatchObject({
      status: 'failed',
      error: 'Error: no average of -1 days',
    });
    const constraints = [{ metric: 'net_pnl', operator: '>=', value: -19 }] as const;
    const invalid = await leantune.run({ constraints });
    expect(invalid.symbols[0]?.baseline?.evaluation).toMatchObject({
      status: 'invalid',
      violations: { 'net_pnl >= -19': 1 },
    });
  });

  test('is nothing where no default is known, unless it is asked for', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path, {});
    expect((await leantune.run()).symbols[0]?.baseline).toBeUndefined();
    // A strategy that is given nothing takes its own.
    const asked = await leantune.run({ baseline: { label: 'defaults', params: null }, seed: 7 });
    expect(asked.symbols[0]?.baseline?.evaluation).toMatchObject({ params: {}, fitness: -20 });
  });
});
