import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ChannelListener, HarnessChannel, HarnessEnd, HarnessKit } from './harness-channel.ts';
import { watchMemory } from './memory-watch.ts';

/** How long a harness may take to end by itself once its input has ended. */
const CLOSE_MS = 2_000;
/** How long what an ended process has written may take to arrive. */
const DRAIN_MS = 1_000;

export interface ProcessChannelOptions {
  readonly kit: HarnessKit;
  /** Resident megabytes that the process may have. */
  readonly memoryLimitMb: number;
}

/** A harness as a child of this process. @throws Error where it cannot be started */
export async function openProcess(options: ProcessChannelOptions): Promise<ProcessChannel> {
  const { command, environment, folder } = options.kit;
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new Error(`Cannot start "${program}": ${error.message}`, { cause: error })),
    );
  });
  return new ProcessChannel(child, options);
}

export class ProcessChannel implements HarnessChannel {
  readonly #child: ChildProcess;
  readonly #ended = Promise.withResolvers<HarnessEnd>();
  readonly pid: number;
  #listener: ChannelListener | null = null;
  #overMb: number | null = null;

  constructor(child: ChildProcess, { memoryLimitMb }: ProcessChannelOptions) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    // A write to a process that has just died; its end is told by `close`.
    child.stdin?.on('error', () => {});
    const watch = watchMemory({
      pid: this.pid,
      limitMb: () => memoryLimitMb,
      onOver: (foundMb) => {
        this.#overMb ??= Math.round(foundMb);
        this.kill();
      },
    });
    // A program that the backtest started may hold the other ends open.
    child.once('exit', () => setTimeout(() => this.#deafen(), DRAIN_MS).unref());
    // Not `exit`: the last answers may still be on their way then.
    child.once('close', (code, signal) => {
      watch.stop();
      const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
      const outOfMemory = this.#overMb !== null;
      this.#ended.resolve({
        how: outOfMemory
          ? `had ${this.#overMb} MB of memory where ${memoryLimitMb} MB are allowed`
          : how,
        outOfMemory,
      });
    });
  }

  get name(): string {
    return `process ${this.pid}`;
  }

  get ended(): Promise<HarnessEnd> {
    return this.#ended.promise;
  }

  listen(listener: ChannelListener): void {
    if (this.#listener !== null) {
      throw new Error(`Cannot listen to ${this.name}: wanted no listener, found one`);
    }
    this.#listener = listener;
    hear(this.#child.stdout, (text) => listener.onOutput(text));
    hear(this.#child.stderr, (text) => listener.onLog(text));
  }

  write(line: string): void {
    this.#child.stdin?.write(line);
  }

  #deafen(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    const timer = setTimeout(() => this.kill(), CLOSE_MS);
    this.#child.stdin?.end();
    await this.ended;
    clearTimeout(timer);
  }
}

function hear(stream: Readable | null, tell: (text: string) => void): void {
  stream?.setEncoding('utf8');
  stream?.on('error', () => {});
  stream?.on('data', tell);
}
