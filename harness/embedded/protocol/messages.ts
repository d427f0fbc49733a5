import type { MessagePort } from 'node:worker_threads';
import type { Problem } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Milestones } from '../../../runner/domain/milestones.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';

/** A request of the protocol that is for the thread, its setup read. */
export interface ThreadTask {
  readonly kind: 'backtest' | 'describe';
  readonly setup: BacktestSetup;
  readonly params: ParameterSet;
  readonly detail: 'metrics' | 'full';
  readonly milestones: Milestones | undefined;
  /** Whether it is to say how far it has come. */
  readonly progress: boolean;
}

/** The fields of an answer but its id; `result` is JSON text already. */
export interface ThreadAnswer {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly result?: string;
}

/** What a thread says: the answer to its task, how far it has come, or what the strategy printed. */
export type ThreadMessage =
  | { readonly type: 'progress'; readonly fields: ThreadAnswer['fields'] }
  | { readonly type: 'answer'; readonly answer: ThreadAnswer }
  | { readonly type: 'log'; readonly text: string };

/** Given to a thread at its start; the port is its only line out. */
export interface ThreadStart {
  readonly port: MessagePort;
  readonly projectRoot: string;
}

/** The fields of an answer that says what went wrong, as the harness of LEAN has them. */
export function errorFields(
  kind: 'request' | 'setup' | 'runtime' | 'harness',
  message: string,
  problems?: readonly Problem[],
): Readonly<Record<string, unknown>> {
  return { status: 'error', kind, message, ...(problems !== undefined && { problems }) };
}
