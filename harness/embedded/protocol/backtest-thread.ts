import { MessageChannel, Worker } from 'node:worker_threads';
import {
  errorFields,
  type ThreadAnswer,
  type ThreadMessage,
  type ThreadStart,
  type ThreadTask,
} from './messages.ts';

/** Runs tasks in a thread of their own, one at a time, whatever they do to it. */
export interface BacktestThread {
  /** Resolves with the answer; where the thread is lost, with one that says so. */
  run(task: ThreadTask): Promise<ThreadAnswer>;
  /** Gives the running task up: it is answered as cancelled, and the next one gets a new thread. */
  cancel(): void;
}

export interface BacktestThreadOptions {
  readonly projectRoot: string;
  readonly memoryLimitMb: number;
  readonly log: (text: string) => void;
  /** How far the running task has come. */
  readonly progress: (fields: ThreadAnswer['fields']) => void;
}

interface Living {
  readonly worker: Worker;
  readonly post: (task: ThreadTask) => void;
}

export function createBacktestThread(options: BacktestThreadOptions): BacktestThread {
  let living: Living | null = null;
  let resolve: ((answer: ThreadAnswer) => void) | null = null;
  let cancelled = false;

  const settle = (answer: ThreadAnswer): void => {
    const waiting = resolve;
    resolve = null;
    waiting?.(answer);
  };

  const start = (): Living => {
    const started = startThread(options, {
      onMessage: (message) => {
        if (message.type === 'log') options.log(message.text);
        else if (message.type === 'progress') options.progress(message.fields);
        else settle(message.answer);
      },
      onGone: (error) => {
        if (living?.worker === started.worker) living = null;
        settle({ fields: cancelled ? { status: 'cancelled' } : lostFields(error, options) });
      },
    });
    return started;
  };

  return {
    run(task) {
      cancelled = false;
      living ??= start();
      living.post(task);
      return new Promise((done) => {
        resolve = done;
      });
    },
    cancel() {
      cancelled = true;
      living?.worker.terminate().catch(() => {});
    },
  };
}

interface ThreadListener {
  onMessage(message: ThreadMessage): void;
  onGone(error: Error | null): void;
}

function startThread(
  { projectRoot, memoryLimitMb }: BacktestThreadOptions,
  { onMessage, onGone }: ThreadListener,
): Living {
  const { port1: port, port2 } = new MessageChannel();
  const workerData: ThreadStart = { port: port2, projectRoot };
  const worker = new Worker(new URL('./protocol-worker.ts', import.meta.url), {
    workerData,
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
    stdout: true,
    stderr: true,
  });
  let cause: Error | null = null;
  port.on('message', onMessage);
  worker.on('error', (error: unknown) => {
    cause ??= error instanceof Error ? error : new Error(String(error));
  });
  worker.on('exit', () => {
    port.close();
    onGone(cause);
  });
  return { worker, post: (task) => port.postMessage(task) };
}

function lostFields(error: Error | null, { memoryLimitMb }: BacktestThreadOptions) {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  const found =
    code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? `wanted at most ${memoryLimitMb} MB of memory, found more`
      : (error?.message ?? 'its thread ended');
  return errorFields('runtime', `Cannot finish the backtest: ${found}`);
}
