import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Executor } from '../../../runner/domain/executor.ts';
import { readVerifications } from '../../../runner/run/verifications.ts';
import type { RepeatView } from '../../../runner/server/evaluation-views.ts';
import type { ProblemView } from '../../../runner/server/views.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { openTestService, post, type TestService } from './test-service.ts';

const ensureData = async (): Promise<void> => {};

async function aRun(service: TestService): Promise<string> {
  const failed = anEvaluation({
    id: 2,
    status: 'failed',
    error: 'Error: boom\n    at <b>strategy</b>',
    fitness: Number.NEGATIVE_INFINITY,
    metrics: {},
  });
  const { id } = await service.addRun([anEvaluation(), failed]);
  return id;
}

function pathOf(service: TestService, run: string, id: number): string {
  return `${service.url}/api/runs/${run}/symbols/SPY/evaluations/${id}/backtest`;
}

describe('POST /api/runs/:run/symbols/:symbol/evaluations/:id/backtest', () => {
  test('has nothing to compare a failed set with, and says why it failed again', async () => {
    let works = true;
    const backtest = () => {
      if (!works) throw new Error('boom again');
      return { net_pnl: 1 };
    };
    const createExecutor = () => createFakeExecutor({ backtest });
    await using service = await openTestService({ backtests: { ensureData, createExecutor } });
    const run = await aRun(service);
    const repeat = async (): Promise<RepeatView> =>
      (await (await fetch(pathOf(service, run, 2), post({ keep: true }))).json()) as RepeatView;
    const folder = join(service.store.folder(run), 'SPY');
    works = false;
    const failed = await repeat();
    expect(failed).toMatchObject({ compared: false, kept: null, result: null });
    expect(failed.verification).toMatchObject({ equal: false, error: 'Error: boom again' });
    expect(existsSync(join(folder, 'backtests', '2.json'))).toBe(false);
    works = true;
    const complete = await repeat();
    expect(complete).toMatchObject({ compared: false, verification: { differences: [] } });
    expect(complete.kept?.file).toBe('SPY/backtests/2.json');
    // Nothing was verified: the line says nothing that could be.
    expect(await readVerifications(folder)).toEqual([]);
  });

  test('gives a backtest up whose client has gone, and takes the next', async () => {
    const begun = vi.fn();
    const gaveUp = vi.fn();
    const disposed = vi.fn();
    let hangs = true;
    const createExecutor = (): Executor => {
      const fake = createFakeExecutor({ backtest: () => ({ net_pnl: 23.4 }) });
      if (!hangs) return fake;
      return {
        ...fake,
        async *evaluate(_requests, signal) {
          begun();
          yield await new Promise<never>((_, reject) => {
            signal.addEventListener('abort', () => {
              gaveUp();
              reject(signal.reason);
            });
          });
        },
        [Symbol.asyncDispose]: async () => disposed(),
      };
    };
    await using service = await openTestService({ backtests: { ensureData, createExecutor } });
    const path = pathOf(service, await aRun(service), 1);
    const client = new AbortController();
    const hanging = fetch(path, { ...post({ keep: false }), signal: client.signal });
    hanging.catch(() => {});
    await vi.waitFor(() => expect(begun).toHaveBeenCalled(), { timeout: 120_000 });
    const refused = await fetch(path, post({ keep: false, of: undefined }));
    expect(refused.status).toBe(409);
    hangs = false;
    client.abort();
    await expect(hanging).rejects.toThrow();
    await vi.waitFor(
      async () => expect((await fetch(path, post({ keep: false }))).status).toBe(200),
      { timeout: 120_000 },
    );
    expect(gaveUp).toHaveBeenCalledOnce();
    expect(disposed).toHaveBeenCalledOnce();
    expect(service.errors).toEqual([]);
  });

  test('says so where the server is not to backtest', async () => {
    await using service = await openTestService();
    const response = await fetch(pathOf(service, await aRun(service), 1), post({ keep: false }));
    expect(response.status).toBe(503);
    expect(((await response.json()) as ProblemView).detail).toBe('This server does not backtest');
  });
});
