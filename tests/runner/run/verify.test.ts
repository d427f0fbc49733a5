import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import type { OpenOutputs } from '../../../runner/run/symbol-outputs.ts';
import { addVerification, readVerifications } from '../../../runner/run/verifications.ts';
import { verifySet } from '../../../runner/run/verify-set.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutor } from '../../fixtures/fake-executor.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createTestRunner } from '../../fixtures/test-runner.ts';
import { evaluation } from '../cli/recorded-run.ts';

const source = { file: 'a-job.json', text: '{"name":"a-job"}' };
const job = aJob({ stages: [aStage('drawing', { samples: 20, batch: 5 })] });

/** How the n-th backtest of an executor comes out. */
type Backtest = (params: ParameterSet, nth: number) => number;
const steady: Backtest = ({ fast, slow }) => Number(fast) - Number(slow);

type Outputs = (made: readonly FakeExecutor[]) => OpenOutputs;

function aRunner(root: string, backtest: Backtest = steady, outputs?: Outputs) {
  const store = openRunStore(join(root, 'runs'));
  const made: FakeExecutor[] = [];
  const runner = createTestRunner({
    store,
    ...(outputs !== undefined && { outputs: outputs(made) }),
    createExecutor: ({ slots }) => {
      let nth = 0;
      const executor = createFakeExecutor({
        slots,
        backtest: (params) => ({ net_pnl: backtest(params, ++nth) }),
      });
      made.push(executor);
      return executor;
    },
    versions: { leantune: 'test' },
  });
  const events: RunEvent[] = [];
  const run = async (change: Partial<Job> = {}) => {
    const submission = await runner.submit({ ...job, ...change }, source);
    if (!('execution' in submission)) throw new Error(submission.message);
    return await submission.execution.start((event) => events.push(event));
  };
  const warnings = () =>
    events.flatMap((event) =>
      event.type === 'log' && event.level === 'warn' ? event.message : [],
    );
  return { store, run, made, warnings, [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose]() };
}

describe('a run that ends', () => {
  test('has its best backtested once more by an executor that has done nothing before', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const record = await leantune.run();
    const best = record.symbols[0]?.best;
    const fresh = leantune.made.at(-1);
    expect(leantune.made.length).toBeGreaterThan(1);
    expect(fresh).toMatchObject({ slots: 1, carriedOut: [best?.params] });
    const [verified] = record.symbols[0]?.verified ?? [];
    expect(verified).toMatchObject({
      evaluation: best?.id,
      kind: 'repeat',
      equal: true,
      error: null,
    });
    const own = join(leantune.store.folder(record.id), 'SPY');
    expect(JSON.parse(readFileSync(join(own, 'best.json'), 'utf8')).verified).toEqual([verified]);
    expect((await leantune.store.read(record.id)).record.symbols[0]?.verified).toEqual([verified]);
    expect(leantune.warnings()).toEqual([]);
  });

  test('has its bests verified while outputs are still being written', async () => {
    using folder = temporaryFolder();
    const carriedOut = (executor: FakeExecutor | undefined) => executor?.carriedOut.length ?? 0;
    // Outputs that are only written once both bests were backtested again.
    const outputs: Outputs = (made) => () => ({
      settled: () => {},
      finish: () => expect.poll(() => carriedOut(made[1])).toBe(2),
      [Symbol.asyncDispose]: async () => {},
    });
    await using leantune = aRunner(folder.path, steady, outputs);
    const record = await leantune.run({ symbols: ['SPY', 'QQQ'] });
    expect(record.state).toBe('complete');
    for (const { state, best, verified } of record.symbols) {
      expect(state).toBe('complete');
      expect(verified).toMatchObject([{ evaluation: best?.id, equal: true }]);
    }
    expect(leantune.made.length).toBe(2);
    expect(leantune.warnings()).toEqual([]);
  });

  test('tells a difference, and is complete all the same', async () => {
    using folder = temporaryFolder();
    // What was backtested before shows in the result: a fresh process must come to another one.
    await using leantune = aRunner(folder.path, (params, nth) => steady(params, nth) + nth / 1000);
    const record = await leantune.run();
    expect(record.state).toBe('complete');
    const { best, verified = [] } = record.symbols[0] ?? {};
    expect(verified).toMatchObject([{ equal: false, differences: [{ metric: 'net_pnl' }] }]);
    expect(verified[0]?.differences[0]?.was).toBe(best?.net_pnl);
    expect(leantune.warnings().join('\n')).toMatch(
      /SPY: evaluation \d+ in a fresh process came out otherwise: net_pnl/,
    );
  });

  test('tells a failure', async () => {
    using folder = temporaryFolder();
    let isOver = false;
    await using leantune = aRunner(folder.path, (params, nth) => {
      if (isOver && nth === 1) throw new Error('no licence for a second process');
      isOver = nth >= 21;
      return steady(params, nth);
    });
    const record = await leantune.run();
    expect(record.state).toBe('complete');
    expect(record.symbols[0]?.verified).toMatchObject([
      { equal: false, error: expect.stringContaining('no licence') },
    ]);
  });

  test('is not verified where the job says so', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const record = await leantune.run({ verify: false });
    expect(record.symbols[0]?.verified).toBeUndefined();
    expect(leantune.made).toHaveLength(1);
  });

  test('is verified again only where it goes on and finds a better set', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const { symbols } = await leantune.run();
    const fresh = () => leantune.made.filter(({ slots }) => slots === 1).length;
    expect(fresh()).toBe(1);
    // The next sets are drawn by the same generator; the best of the first 20 stays or is beaten.
    const record = await leantune.run({ stages: [aStage('drawing', { samples: 30, batch: 5 })] });
    const isBeaten = record.symbols[0]?.best?.id !== symbols[0]?.best?.id;
    expect(fresh()).toBe(isBeaten ? 2 : 1);
    expect(record.symbols[0]?.verified).toHaveLength(1);
    expect(record.symbols[0]?.verified?.[0]?.evaluation).toBe(record.symbols[0]?.best?.id);
  });
});

describe('verifySet()', () => {
  const setup = { ...job.backtest, symbol: 'SPY' };
  const found = evaluation({ metrics: { sharpe_ratio: 0.71, alpha: 0.1 } });
  const verify = async (metrics: Record<string, number>, foundBy: 'embedded' | 'lean') => {
    const executor = createFakeExecutor({ backtest: () => metrics });
    const signal = new AbortController().signal;
    return verifySet(found, { executor, name: 'process', setup, foundBy, signal });
  };
  const same = {
    net_pnl: 123.456,
    max_drawdown: 21.5,
    trade_count: 94,
    win_rate: 0.4893,
    profit_factor: Number.POSITIVE_INFINITY,
    sharpe_ratio: 0.71,
    alpha: 0.1,
  };

  test('asks the same engine for the very same', async () => {
    expect(await verify(same, 'embedded')).toMatchObject({ kind: 'repeat', equal: true });
    const { net_pnl: _, ...missing } = same;
    expect((await verify({ ...missing, win_rate: 0.48930000001 }, 'embedded')).differences).toEqual(
      [
        { metric: 'net_pnl', was: 123.456, is: null },
        { metric: 'win_rate', was: 0.4893, is: 0.48930000001 },
      ],
    );
  });

  test('asks another engine for what engines can agree in', async () => {
    const close = { ...same, net_pnl: 123.4561, max_drawdown: 21.54, alpha: 0 };
    expect(await verify(close, 'lean')).toMatchObject({ kind: 'other engine', equal: true });
    const { sharpe_ratio: _, ...fewer } = close;
    expect(await verify(fewer, 'lean')).toMatchObject({ equal: true });
    const other = { ...same, net_pnl: 122, profit_factor: 12, max_drawdown: 22 };
    expect((await verify(other, 'lean')).differences.map(({ metric }) => metric)).toEqual([
      'net_pnl',
      'max_drawdown',
      'profit_factor',
    ]);
  });
});

describe('addVerification()', () => {
  test('keeps the newest by each executor, infinities too', async () => {
    using folder = temporaryFolder();
    const one = {
      evaluation: 1,
      executor: 'embedded',
      engine: 'embedded',
      kind: 'repeat',
      equal: false,
      differences: [{ metric: 'profit_factor', was: Number.POSITIVE_INFINITY, is: null }],
      error: null,
      at: '2026-11-21T10:15:30.000Z',
    } as const;
    await addVerification(folder.path, { ...one, equal: true });
    await addVerification(folder.path, one);
    await addVerification(folder.path, { ...one, executor: 'docker', engine: 'lean' });
    await addVerification(folder.path, { ...one, evaluation: 2 });
    expect((await readVerifications(folder.path)).map(({ executor }) => executor)).toEqual([
      'embedded',
      'docker',
      'embedded',
    ]);
    expect((await readVerifications(folder.path))[0]).toEqual(one);
  });
});
