import { messageOf } from '../domain/errors.ts';
import type { RunListener } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { RunExecution } from '../run/runner.ts';
import type { DaemonLog } from './daemon-log.ts';
import { endLine } from './end-line.ts';

export interface QueueOptions {
  /** How many runs go on at the same time; each has its own slots. */
  readonly concurrency: number;
  readonly listener: RunListener;
  readonly log: DaemonLog;
}

/** Runs that wait and run, started in the order in which they were added. */
export interface RunQueue {
  /** Resolves when the run has ended, or has been taken out without being started. */
  add(execution: RunExecution): Promise<void>;
  /** Newest records of all that wait or run. */
  records(): readonly RunRecord[];
  /** Resolves when the run has ended; null where it neither waits nor runs. */
  ended(runId: string): Promise<void> | null;
  /** First call: lets what is in flight end; second: stops at once. False where there is no such run. */
  stop(runId: string, reason: string): boolean;
  /** Starts no further run, ends those that run, and resolves when they have ended. */
  close(how: 'drain' | 'abort', reason: string): Promise<void>;
}

interface Item {
  readonly execution: RunExecution;
  readonly ended: PromiseWithResolvers<void>;
  started: boolean;
  stopping: boolean;
}

export function createRunQueue({ concurrency, listener, log }: QueueOptions): RunQueue {
  /** In order of arrival; a run leaves when it has ended. */
  const items = new Map<string, Item>();
  let closed = false;

  async function run(item: Item): Promise<void> {
    item.started = true;
    const { id } = item.execution.record;
    try {
      const record = await item.execution.start(listener);
      listener({ type: 'record', record });
      log(record.state === 'failed' ? 'error' : 'info', endLine(record));
    } catch (error) {
      log('error', `Run ${id} broke off: ${(error as Error).stack ?? error}`);
      const reason = messageOf(error);
      const { record } = item.execution;
      listener({ type: 'record', record: { ...record, state: 'failed', reason } });
    }
    items.delete(id);
    item.ended.resolve();
    startNext();
  }

  function startNext(): void {
    for (const item of items.values()) {
      const running = [...items.values()].filter(({ started }) => started).length;
      if (closed || running >= concurrency) return;
      if (!item.started) void run(item);
    }
  }

  function end(item: Item, how: 'drain' | 'abort', reason: string): void {
    if (how === 'drain' && !item.stopping) item.execution.drain(reason);
    else item.execution.abort(reason);
    item.stopping = true;
  }

  return {
    add(execution) {
      const ended = Promise.withResolvers<void>();
      const item = { execution, ended, started: false, stopping: false };
      items.set(execution.record.id, item);
      listener({ type: 'record', record: recordOf(item) });
      startNext();
      return ended.promise;
    },
    records: () => [...items.values()].map(recordOf),
    ended: (runId) => items.get(runId)?.ended.promise ?? null,
    stop(runId, reason) {
      const item = items.get(runId);
      if (item === undefined) return false;
      end(item, item.started ? 'drain' : 'abort', reason);
      // One that waits is started all the same: it ends at once, and its files say that it stopped.
      if (!item.started) void run(item);
      return true;
    },
    async close(how, reason) {
      closed = true;
      const running = [...items.values()].filter(({ started }) => started);
      for (const item of running) end(item, how, reason);
      await Promise.all(running.map(({ ended }) => ended.promise));
    },
  };
}

/** A run that waits to go on says so, whatever its files say of its last end. */
function recordOf({ execution, started }: Item): RunRecord {
  return started ? execution.record : { ...execution.record, state: 'queued', reason: null };
}
