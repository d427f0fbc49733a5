import { join } from 'node:path';
import { z } from 'zod';
import type { Executor, ExecutorContext } from '../domain/executor.ts';
import { createBoundedLog } from './bounded-log.ts';
import { createEmbeddedProgram } from './embedded-program.ts';
import { createFingerprints } from './fingerprint.ts';
import { createHarnessExecutor } from './harness-executor.ts';
import { harnessOptions } from './harness-options.ts';
import { createProcessLauncher } from './process-launcher.ts';

const options = z
  .strictObject({
    ...harnessOptions,
  })
  .describe('Backtests in harness processes on this machine that stay warm');

type ProcessOptions = z.infer<typeof options>;

/** Backtests in warm harness processes on this machine: LEAN built locally, or the embedded engine. */
export const processExecutor = { options, create };

function create(context: ExecutorContext<ProcessOptions>): Executor {
  const { projectRoot, slots, memoryLimitMb } = context;
  const cacheFolder = context.cacheFolder ?? join(projectRoot, '.leantune');
  const log = createBoundedLog((text) => context.log?.(text));
  const fingerprints = createFingerprints(join(cacheFolder, 'fingerprints.json'));
  const { command } = context.options;
  const shared = { projectRoot, memoryLimitMb, fingerprints, log, command };
  const embedded = createEmbeddedProgram({ ...shared, node: process.execPath });
  return createHarnessExecutor({
    context,
    launcher: createProcessLauncher({ slots, memoryLimitMb, cacheFolder, log }),
    programs: { embedded, lean: embedded },
  });
}
