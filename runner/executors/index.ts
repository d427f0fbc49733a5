import type { ExecutorFactory } from '../domain/executor.ts';
import { docker } from './docker.ts';
import { embedded } from './embedded.ts';
import { processExecutor } from './process.ts';

/** What carries backtests out, by the name that a job gives. */
export const executors = { embedded, process: processExecutor, docker } satisfies Record<
  string,
  ExecutorFactory
>;
