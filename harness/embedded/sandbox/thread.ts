import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { PHASE } from '../engine/phase.ts';
import { createPosition, type Position } from './position.ts';
import type { ThreadAnswer, ThreadRequest, ThreadStart } from './thread-messages.ts';

/** A thread in a plain loop ends within a few milliseconds; one in native code may never do. */
const END_GRACE_MS = 500;

/** A thread as the sandbox sees it. */
export interface Thread {
  readonly position: Position;
  /** False until its modules are loaded. */
  readonly ready: boolean;
  /** What its backtest is at. */
  readonly phase: number;
  /** The setups that were posted to it. */
  readonly setups: Set<number>;
  post(request: ThreadRequest): void;
  /** Ends the thread; `onStuck` is called where it does not. */
  end(): void;
}

export interface ThreadOptions {
  readonly projectRoot: string;
  readonly columnFolder: string;
  readonly memoryLimitMb: number;
  readonly onAnswer: (answer: ThreadAnswer) => void;
  /** The thread has ended, with the error that ended it where there was one. */
  readonly onGone: (error: Error | null) => void;
  readonly onStuck: () => void;
}

export function startThread(options: ThreadOptions): Thread {
  const { projectRoot, columnFolder, memoryLimitMb, onAnswer, onGone, onStuck } = options;
  const position = createPosition();
  const { port1: port, port2 } = new MessageChannel();
  const { memory } = position;
  const start: ThreadStart = { port: port2, position: memory, projectRoot, columnFolder };
  const worker = new Worker(new URL('./sandbox-worker.ts', import.meta.url), {
    workerData: start,
    transferList: [port2],
    // Keeps the heap of an honest strategy small; a hog also escapes it, hence the memory watch.
    resourceLimits: {
      maxOldGenerationSizeMb: memoryLimitMb,
      // Young objects of a thread may else take up to 100 MB before anybody looks at them.
      maxYoungGenerationSizeMb: 24,
    },
    stdout: true,
    stderr: true,
  });
  let phase: Int32Array | null = null;
  let cause: Error | null = null;
  let grace: NodeJS.Timeout | undefined;

  const receive = (answer: ThreadAnswer): void => {
    if (answer.type === 'ready') ({ phase } = answer);
    onAnswer(answer);
  };
  port.on('message', receive);
  worker.on('error', (error: unknown) => {
    cause ??= error instanceof Error ? error : new Error(String(error));
  });
  worker.on('exit', () => {
    clearTimeout(grace);
    // Answers still on their way count: what they answer must not be run again.
    port.off('message', receive);
    for (let last = receiveMessageOnPort(port); last; last = receiveMessageOnPort(port)) {
      receive(last.message);
    }
    port.close();
    onGone(cause);
  });

  return {
    position,
    get ready() {
      return phase !== null;
    },
    get phase() {
      return phase === null ? PHASE.unknown : Atomics.load(phase, 0);
    },
    setups: new Set(),
    post(request) {
      port.postMessage(request);
    },
    end() {
      grace ??= setTimeout(onStuck, END_GRACE_MS);
      worker.terminate().catch(() => {});
    },
  };
}
