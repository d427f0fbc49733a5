import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import { executors } from '../../runner/executors/index.ts';
import { createExecutor, outcomeOf, setupOf } from '../fixtures/executor-under-test.ts';
import { allProcesses, descendantsOf } from '../fixtures/process-tree.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const waiting = { timeout: 300_000, interval: 50 };

it.skipIf(process.platform !== 'linux')(
  'start() ends a sandbox that was halted when its runner was killed',
  async () => {
    using folder = temporaryFolder();
    await ensureSampleData(folder.path);
    const program = fileURLToPath(new URL('killed-embedded.ts', import.meta.url));
    const runner = spawn(process.execPath, [program, folder.path], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    using ending = new DisposableStack();
    ending.defer(() => runner.kill('SIGKILL'));
    await once(runner.stdout, 'data');
    const sandboxes = descendantsOf(runner.pid ?? 0).map(({ pid }) => pid);
    const isThere = (): boolean => allProcesses().some(({ pid }) => sandboxes.includes(pid));
    expect(sandboxes.length).toBeGreaterThan(0);
    for (const pid of sandboxes) process.kill(pid, 'SIGSTOP');
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    expect(isThere()).toBe(true);

    await using executor = createExecutor(executors.embedded, { cacheFolder: folder.path });
    await executor.start();
    await vi.waitUntil(() => !isThere(), waiting);
    // One that lives is noted, and nobody's leftover.
    await outcomeOf(executor, setupOf(folder.path, 'buy-shares'), { shares: 1 });
    const notes = join(folder.path, 'sandbox-processes');
    expect(readdirSync(notes)).toHaveLength(1);
    await using other = createExecutor(executors.embedded, { cacheFolder: folder.path });
    await other.start();
    expect(
      await outcomeOf(executor, setupOf(folder.path, 'buy-shares'), { shares: 2 }),
    ).toMatchObject({ status: 'complete', attempt: 1 });
    await executor[Symbol.asyncDispose]();
    await vi.waitUntil(() => readdirSync(notes).length === 0, waiting);
  },
);
