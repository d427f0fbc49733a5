import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import { executors } from '../../../runner/executors/index.ts';
import {
  createExecutor,
  outcomesOf,
  requestsOf,
  setupOf,
} from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

test('Executor.timing() tells data, and the part of the backtests that is the strategy’s', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'data');
  await ensureSampleData(data);
  await using executor = createExecutor(executors.embedded, { slots: 2, cacheFolder: folder.path });
  const timing = () => executor.timing?.() ?? { loadingMs: 0, measuredMs: 0, strategyMs: 0 };
  expect(timing()).toEqual({ loadingMs: 0, measuredMs: 0, strategyMs: 0 });
  const setup = setupOf(data, 'slow-cross');
  await executor.prepare(setup);
  expect(timing().loadingMs).toBeGreaterThan(0);
  const sets = Array.from({ length: 4 }, () => ({ delay: 150 }));
  // Samples take time, so that only their coming can be waited for.
  while (timing().strategyMs === 0) await outcomesOf(executor, requestsOf(setup, sets));
  const { measuredMs, strategyMs } = timing();
  expect(strategyMs).toBeLessThanOrEqual(measuredMs);
});
