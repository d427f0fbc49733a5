import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import type { BacktestSetup, Executor, Outcome } from '../../runner/domain/executor.ts';
import { randomFrom, shuffle } from '../../runner/domain/random.ts';
import { retrying } from '../../runner/executors/retrying.ts';
import { childProcesses } from '../fixtures/child-processes.ts';
import {
  createExecutor,
  gist,
  outcomeOf,
  outcomesOf,
  requestsOf,
  setupOf,
  type TestedExecutorOptions,
} from '../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import type { TestedExecutor } from '../fixtures/tested-executors.ts';

/** What every registered executor must do. */
export function testExecutors(tested: readonly TestedExecutor[]): void {
  describe.each(tested)('executor $name', ({ factory, options, workers, killWorker }) => {
    const folder = temporaryFolder();
    let started: Executor[] = [];

    const start = async (more: Omit<TestedExecutorOptions, 'cacheFolder'> = {}) => {
      const executor = createExecutor(factory, { cacheFolder: folder.path, options, ...more });
      started.push(executor);
      await executor.start();
      return executor;
    };
    const setup = (strategy: string): BacktestSetup => setupOf(folder.path, strategy);

    beforeAll(() => ensureSampleData(folder.path));
    afterEach(async () => {
      for (const executor of started) await executor[Symbol.asyncDispose]();
      started = [];
    });
    afterAll(() => folder[Symbol.dispose]());

    it('evaluate() never runs more backtests at once than it has slots', async () => {
      const executor = await start({ slots: 2 });
      const spans = await Promise.all(
        Array.from({ length: 6 }, async (_, chunk) => {
          const requests = requestsOf(setup('tells-time'), [{ ms: 20 }, { ms: 10 }], chunk * 2);
          return (await outcomesOf(executor, requests)).map((outcome) => ({
            ...JSON.parse(/{.*}/.exec(String(gist(outcome)))?.[0] ?? ''),
            slot: outcome.slot,
          }));
        }),
      );
      const all = spans.flat();
      const atOnce = all.map(
        ({ start: at }) => all.filter(({ start, end }) => start <= at && at < end).length,
      );
      expect(Math.max(...atOnce)).toBeLessThanOrEqual(2);
      expect(new Set(all.map(({ slot }) => slot))).toEqual(new Set([1, 2]));
    });

    it('evaluate() matches outcomes to requests, in parallel and in shuffled order', async () => {
      const executor = await start({ slots: 2 });
      const sets = Array.from({ length: 60 }, (_, index) => ({ shares: index + 1 }));
      const alone = await outcomesOf(executor, requestsOf(setup('buy-shares'), sets));
      const expected = new Map(alone.map((outcome) => [outcome.id, gist(outcome)]));
      expect(new Set(expected.values()).size).toBe(sets.length);

      const mixed = shuffle(requestsOf(setup('buy-shares'), sets), randomFrom(1, 0, 0));
      const chunks = [7, 1, 20, 2, 30].map((size) => mixed.splice(0, size));
      const outcomes = await Promise.all(chunks.map((chunk) => outcomesOf(executor, chunk)));
      for (const outcome of outcomes.flat()) {
        expect(gist(outcome)).toBe(expected.get(outcome.id));
      }
    });

    it('evaluate() keeps setups apart within a chunk', async () => {
      const executor = await start();
      const other = { ...setup('buy-shares'), cash: 500_000 };
      const [rich, poor, full] = await outcomesOf(executor, [
        { id: 1, setup: setup('buy-shares'), params: { shares: 100 }, detail: 'metrics' },
        { id: 2, setup: other, params: { shares: 100 }, detail: 'metrics' },
        { id: 3, setup: other, params: { shares: 100 }, detail: 'full' },
      ]);
      expect(Number(gist(poor!))).toBeCloseTo(2 * Number(gist(rich!)), 6);
      expect(gist(full!)).toBe(gist(poor!));
      expect(JSON.parse((full?.status === 'complete' && full.result) || '')).toBeTypeOf('object');
      expect(poor).not.toHaveProperty('result');
    });

    it('evaluate() rejects at once when aborted, and frees the slot', async () => {
      const executor = await start({ slots: 1, timeoutSeconds: 600 });
      await outcomeOf(executor, setup('misbehaves'), { shares: 1, fault: 'none' });
      const controller = new AbortController();
      const requests = requestsOf(setup('misbehaves'), [{ shares: 1, fault: 'loop' }]);
      const running = outcomesOf(executor, requests, controller.signal);
      const waiting = outcomesOf(executor, requests, controller.signal);
      setTimeout(() => controller.abort(new Error('enough')), 50);
      await expect(running).rejects.toThrow('enough');
      await expect(waiting).rejects.toThrow('enough');
      await expect(outcomesOf(executor, requests, controller.signal)).rejects.toThrow('enough');
      const next = await outcomeOf(executor, setup('misbehaves'), { shares: 1, fault: 'none' });
      expect(next).toMatchObject({ status: 'complete', slot: 1 });
    });

    it('evaluate() frees the slot of a reader that leaves early', async () => {
      const executor = await start({ slots: 1 });
      const sets = Array.from({ length: 20 }, (_, index) => ({ shares: index }));
      const signal = new AbortController().signal;
      for await (const _ of executor.evaluate(requestsOf(setup('buy-shares'), sets), signal)) break;
      const next = await outcomeOf(executor, setup('buy-shares'), { shares: 7 });
      expect(next.status).toBe('complete');
    });

    it('evaluate() outlives a worker that is killed, and answers all the same', async () => {
      const before = new Set(await workers());
      const executor = await start({ slots: 2 });
      const expected = await outcomesOf(
        executor,
        requestsOf(setup('buy-shares'), [{ shares: 1 }, { shares: 2 }]),
      );
      const slow = requestsOf(setup('tells-time'), Array(3).fill({ ms: 60 }));
      // What is alone in a worker when it is killed may be charged a try.
      const patient = retrying(executor, 3);
      const chunks = [outcomesOf(patient, slow), outcomesOf(patient, slow)];
      let killing: Promise<unknown> = Promise.resolve();
      setTimeout(() => {
        // One that has ended meanwhile cannot be killed.
        killing = workers().then((now) =>
          Promise.allSettled(now.filter((worker) => !before.has(worker)).map(killWorker)),
        );
      }, 90);
      for (const outcomes of await Promise.all(chunks)) {
        for (const outcome of outcomes) expect(gist(outcome)).toMatch(/"start"/);
      }
      await killing;
      const next = await outcomesOf(
        executor,
        requestsOf(setup('buy-shares'), [{ shares: 1 }, { shares: 2 }]),
      );
      expect(next.map(gist)).toEqual(expected.map(gist));
    });

    it('evaluate() does not call the fault of a parameter set retriable', async () => {
      const executor = await start();
      const outcome = await outcomeOf(executor, setup('misbehaves'), {
        shares: 1,
        fault: 'throw',
      });
      expect(outcome).toMatchObject({ status: 'failed', retriable: false });
      expect(gist(outcome)).toContain('no such luck');
    });

    it('evaluate() never gives a result twice: after a failure comes the next one', async () => {
      const executor = await start({ slots: 1 });
      const sets = [
        { shares: 10, fault: 'none' },
        { shares: 20, fault: 'throw' },
        { shares: 30, fault: 'none' },
      ];
      const outcomes = await outcomesOf(executor, requestsOf(setup('misbehaves'), sets));
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['complete', 'failed', 'complete']);
      expect(gist(outcomes[2]!)).not.toBe(gist(outcomes[0]!));
      const [again] = await outcomesOf(executor, requestsOf(setup('misbehaves'), [sets[2]!]));
      expect(gist(again!)).toBe(gist(outcomes[2]!));
    });

    it('prepare() tells what a setup is made of, the same each time', async () => {
      const executor = await start();
      const preparation = await executor.prepare(setup('buy-shares'));
      expect(preparation).toMatchObject({ warnings: expect.any(Array), defaults: { shares: 1 } });
      expect(preparation.bars).toBeGreaterThan(200);
      expect(preparation.available?.start).toMatch(/^2000-/);
      expect(await executor.prepare(setup('buy-shares'))).toEqual(preparation);
      const other = await executor.prepare(setup('idle'));
      expect(other.strategyHash).not.toBe(preparation.strategyHash);
      expect(other.dataHash).toBe(preparation.dataHash);
    });

    it('prepare() says what is wrong with a strategy, a symbol or a data folder', async () => {
      const executor = await start();
      const problem = (path: string) => ({ problems: [expect.objectContaining({ path })] });
      const good = setup('buy-shares');
      await expect(executor.prepare(setup('missing'))).rejects.toMatchObject(problem('strategy'));
      await expect(executor.prepare(setup('broken'))).rejects.toMatchObject(problem('strategy'));
      await expect(executor.prepare({ ...good, symbol: 'NONE' })).rejects.toMatchObject(
        problem('symbol'),
      );
      await expect(executor.prepare({ ...good, dataFolder: '/nowhere' })).rejects.toThrow(
        /nowhere/,
      );
    });

    it('evaluate() gives backtests up that stand too low at a milestone, and says how they stood', async () => {
      const executor = await start();
      const at = [3, 6, 9].map((month) => Date.UTC(2001, month - 1, 15));
      const watched = (below: readonly (number | null)[], firstId: number) =>
        requestsOf(setup('buy-shares'), [{ shares: 100 }, { shares: 700 }], firstId).map(
          (request) => ({ ...request, milestones: { measure: 'return', at, below } as const }),
        );
      const plain = await outcomesOf(executor, requestsOf(setup('buy-shares'), [{ shares: 100 }]));
      const [few, many] = await outcomesOf(executor, watched([null, null, null], 10));
      if (few?.status !== 'complete' || many?.status !== 'complete') throw new Error('pruned');
      expect(gist(few)).toBe(gist(plain[0] as Outcome));
      expect(plain[0]).not.toHaveProperty('standings');
      // The market fell that year: the more shares, the lower.
      expect(few.standings).toHaveLength(3);
      expect(many.standings?.[1]).toBeLessThan(few.standings?.[1] ?? Number.NaN);
      const below = [null, few.standings?.[1] ?? 0, null];
      const [kept, pruned] = await outcomesOf(executor, watched(below, 20));
      expect(kept).toMatchObject({ status: 'complete', standings: few.standings });
      expect(gist(kept as Outcome)).toBe(gist(few));
      expect(pruned).toMatchObject({
        status: 'pruned',
        standings: many.standings?.slice(0, 2),
        attempt: 1,
      });
      const after = await outcomesOf(executor, requestsOf(setup('buy-shares'), [{ shares: 700 }]));
      expect(gist(after[0] as Outcome)).toBe(gist(many));
    });

    it('evaluate() answers for a setup that cannot be used', async () => {
      const executor = await start();
      const outcome = await outcomeOf(executor, { ...setup('idle'), symbol: 'NONE' }, {});
      expect(outcome).toMatchObject({ status: 'failed', retriable: false });
    });

    it('dispose leaves no process behind that was only starting', async () => {
      const before = childProcesses();
      const workersBefore = await workers();
      const executor = await start({ slots: 2 });
      const running = [1, 2, 3].map(() => outcomeOf(executor, setup('idle'), {}));
      for (const outcome of running) outcome.catch(() => {});
      await new Promise((resolve) => setImmediate(resolve));
      await executor[Symbol.asyncDispose]();
      for (const outcome of running) await expect(outcome).rejects.toThrow(/disposed/);
      expect(childProcesses()).toEqual(before);
      expect(await workers()).toEqual(workersBefore);
    });

    it('dispose leaves no process behind, also of what was running, and twice is harmless', async () => {
      const before = childProcesses();
      const workersBefore = await workers();
      const executor = await start({ slots: 2, timeoutSeconds: 600 });
      await executor.prepare(setup('misbehaves'));
      const requests = requestsOf(setup('misbehaves'), [{ shares: 1, fault: 'loop' }]);
      const running = outcomesOf(executor, requests);
      running.catch(() => {});
      await Promise.all([executor[Symbol.asyncDispose](), executor[Symbol.asyncDispose]()]);
      await expect(running).rejects.toThrow(/disposed/);
      await expect(outcomesOf(executor, requests)).rejects.toThrow(/disposed/);
      expect(childProcesses()).toEqual(before);
      expect(await workers()).toEqual(workersBefore);
    });
  });
}
