import type { ExecutorFactory } from '../domain/executor.ts';
import { embedded } from './embedded.ts';

/** What carries backtests out, by the name that a job gives. */
export const executors = { embedded } satisfies Record<string, ExecutorFactory>;
