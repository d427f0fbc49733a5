import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Executor } from '../../../runner/domain/executor.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import type { MatrixView } from '../../../runner/server/universe-views.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { createSymbolExecutor } from '../../fixtures/symbol-executor.ts';
import { authorized, openTestService, type TestService } from './test-service.ts';

/** However slow the machine is just now. */
const until = (met: () => Promise<void>) => vi.waitFor(met, { timeout: 120_000 });

const ensureData = async (): Promise<void> => {};
const createExecutor = (): Executor =>
  createSymbolExecutor({
    backtest: ({ fast }, symbol) => ({ net_pnl: Number(fast) + (symbol === 'SPY' ? 1 : 2) }),
  });

/** Two symbols with bests whose fitness is net profit. */
function twoSymbols({ symbols: [search] }: RunRecord): Partial<RunRecord> {
  if (search === undefined) throw new Error('a record has a symbol');
  const spy = anEvaluation({ params: { fast: 3 }, fitness: 4 });
  const qqq = anEvaluation({ id: 9, params: { fast: 5 }, fitness: 7 });
  return {
    symbols: [
      { ...search, best: spy },
      { ...search, symbol: 'QQQ', folder: 'QQQ', best: qqq },
    ],
  };
}

const urlOf = (service: TestService, run: string) => `${service.url}/api/runs/${run}/matrix`;

async function viewOf(service: TestService, run: string): Promise<MatrixView> {
  return (await (await fetch(urlOf(service, run))).json()) as MatrixView;
}

const change = (service: TestService, run: string, method: 'POST' | 'DELETE') =>
  fetch(urlOf(service, run), { method, headers: authorized });

describe('/api/runs/:run/matrix', () => {
  test('is made in the background when somebody asks for it, and is there the next time', async () => {
    const asked = Promise.withResolvers<void>();
    const backtests = { ensureData: () => asked.promise, createExecutor };
    await using service = await openTestService({ backtests });
    const { id } = await service.addRun([], twoSymbols);
    expect(await viewOf(service, id)).toEqual({
      impossible: null,
      matrix: null,
      stale: [],
      travel: [],
      task: null,
      error: null,
    });
    expect((await fetch(urlOf(service, id), { method: 'POST' })).status).toBe(401);
    const begun = await change(service, id, 'POST');
    expect(begun.status).toBe(202);
    expect((await begun.json()) as MatrixView).toMatchObject({
      task: { done: 0 },
    });
    asked.resolve();
    await until(async () => expect((await viewOf(service, id)).matrix).not.toBeNull());
    const view = await viewOf(service, id);
    expect(view.matrix).toMatchObject({
      symbols: ['SPY', 'QQQ'],
      sets: [{ symbol: 'SPY' }, { symbol: 'QQQ', evaluation: 9 }],
      changed: [],
    });
    const fitness = view.matrix?.cells.map((row) => row.map(({ metrics }) => metrics['fitness']));
    expect(fitness).toEqual([
      [4, 5],
      [6, 7],
    ]);
    expect(view.travel.map(({ symbol, place }) => [symbol, place])).toEqual([
      ['QQQ', 1],
      ['SPY', 2],
    ]);
    await until(async () => expect((await viewOf(service, id)).task).toBeNull());
    expect(existsSync(join(service.store.folder(id), 'symbol-matrix.json'))).toBe(true);
    expect(service.errors).toEqual([]);
  });

  test('is made one at a time, can be given up, and ends with the server', async () => {
    const [begun, gaveUp] = [vi.fn(), vi.fn()];
    const hanging = (): Executor => ({
      ...createExecutor(),
      async *evaluate(_requests, signal) {
        yield await new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => {
            gaveUp();
            reject(signal.reason);
          });
          begun();
        });
      },
    });
    const closing = new AbortController();
    const backtests = { ensureData, createExecutor: hanging };
    await using service = await openTestService({ backtests, closing: closing.signal });
    const { id } = await service.addRun([], twoSymbols);
    const { id: other } = await service.addRun([], twoSymbols);
    expect((await change(service, id, 'DELETE')).status).toBe(409);
    expect((await change(service, id, 'POST')).status).toBe(202);
    await until(async () => expect(begun).toHaveBeenCalled());
    expect((await viewOf(service, id)).task?.total).toBe(4);
    const refused = await change(service, other, 'POST');
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining(id)]);
    const given = await change(service, id, 'DELETE');
    expect((await given.json()) as MatrixView).toMatchObject({
      matrix: null,
      task: null,
      error: null,
    });
    expect(gaveUp).toHaveBeenCalled();
    expect((await change(service, other, 'POST')).status).toBe(202);
    await until(async () => expect((await viewOf(service, other)).task?.total).toBe(4));
    closing.abort(new Error('The server ends'));
    await until(async () => expect((await viewOf(service, other)).task).toBeNull());
    expect(service.errors).toEqual([]);
  });

  test('says what failed, and begins anew', async () => {
    let works = false;
    const prepare = async (): Promise<void> => {
      if (!works) throw new Error('Cannot read the data of QQQ');
    };
    const backtests = { ensureData: prepare, createExecutor };
    await using service = await openTestService({ backtests });
    const { id } = await service.addRun([], twoSymbols);
    await change(service, id, 'POST');
    await until(async () =>
      expect((await viewOf(service, id)).error).toBe('Cannot read the data of QQQ'),
    );
    works = true;
    await change(service, id, 'POST');
    await until(async () => expect((await viewOf(service, id)).matrix).not.toBeNull());
    expect((await viewOf(service, id)).error).toBeNull();
  });

  test('is refused where there is nothing to make it of, or nothing to make it with', async () => {
    await using service = await openTestService();
    const { id: one } = await service.addRun([anEvaluation()]);
    expect((await viewOf(service, one)).impossible).toContain('one symbol alone');
    const { id: two } = await service.addRun([], twoSymbols);
    expect((await change(service, two, 'POST')).status).toBe(503);
    expect((await change(service, '20200101_000000', 'POST')).status).toBe(404);
    await using able = await openTestService({ backtests: { ensureData, createExecutor } });
    const { id } = await able.addRun([anEvaluation()]);
    expect((await change(able, id, 'POST')).status).toBe(409);
  });
});
