import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type {
  Failure,
  SandboxAnswer,
  SandboxRequest,
  SandboxSettings,
} from '../../harness/embedded/sandbox/messages.ts';
import { createAnswerReader } from './answer-reader.ts';
import { type MemoryWatch, watchMemory } from './memory-watch.ts';
import type { ProcessNotes } from './process-leftovers.ts';
import { SANDBOX_FOLDER, sandboxArguments } from './sandbox-arguments.ts';

/** Node itself, the engine's code and its threads, before any data and strategy. */
const BASE_MB = 256;
/** It starts in a second; a machine that has much else to do takes many. */
const START_MS = 120_000;
const CANNOT = 'Cannot finish the backtest';

export interface SandboxOptions extends SandboxSettings {
  /** Absolute paths that may be read beside the project's own code; folders with all below them. */
  readonly readable: readonly string[];
  readonly log: (text: string) => void;
  /** Hears every answer first. */
  readonly hear: (answer: SandboxAnswer) => void;
  /** Where the process is noted while it lives. */
  readonly notes: Pick<ProcessNotes, 'add' | 'remove'>;
}

/** Why a sandbox ended. */
export interface Ending extends Failure {
  /** The request whose fault it was, where that is known; nobody else is suspect then. */
  readonly culprit: { readonly task: number; readonly index: number } | null;
}

/** Hears the answers to a task, or the end of the sandbox. */
export interface TaskListener {
  onAnswer(answer: SandboxAnswer): void;
  onEnding(ending: Ending): void;
}

/** A sandbox and its life. Answers come from this one process: the next one is another object. */
export class SandboxProcess {
  readonly #options: SandboxOptions;
  readonly #child: ChildProcess;
  readonly #listeners = new Map<number, TaskListener>();
  readonly #memory: MemoryWatch;
  readonly #ready = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  #cause: Ending | null = null;
  #ending: Ending | null = null;
  #sharedMb = 0;
  #loading = false;
  #lastWords = '';

  /** @throws Error where the sandbox ends before it is ready */
  static async start(options: SandboxOptions): Promise<SandboxProcess> {
    const sandbox = new SandboxProcess(options);
    sandbox.#note();
    const timer = setTimeout(() => sandbox.end(), START_MS);
    try {
      await sandbox.#ready.promise;
    } finally {
      clearTimeout(timer);
    }
    return sandbox;
  }

  /** One that was halted does not hear that its runner is gone: the next runner finds it by this. */
  #note(): void {
    const { pid } = this.#child;
    const { notes } = this.#options;
    if (pid === undefined) return;
    // What cannot be noted, on a full disk, ends by itself nearly always.
    const noted = notes.add(pid).catch(() => {});
    void Promise.all([this.gone, noted]).then(() => notes.remove(pid).catch(() => {}));
  }

  private constructor(options: SandboxOptions) {
    this.#options = options;
    const { projectRoot, columnFolder, slots, timeoutMs, memoryLimitMb } = options;
    const settings = { projectRoot, columnFolder, slots, timeoutMs, memoryLimitMb };
    const readable = [...options.readable, columnFolder];
    this.#child = spawn(process.execPath, sandboxArguments(settings, readable), {
      cwd: SANDBOX_FOLDER,
      // None of the runner's environment: it may hold secrets, and a time zone changes results.
      // Threads that each take memory from arenas of their own (glibc) leave 70 MB in holes.
      env: { TZ: 'UTC', MALLOC_ARENA_MAX: '2' },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    const [stdin, stdout, stderr, answers] = this.#child.stdio;
    // A write to a process that has just died; its end is told by `close`.
    stdin?.on('error', () => {});
    this.#hear(stdout as Readable);
    this.#hear(stderr as Readable);
    this.#readAnswers(answers as Readable);
    this.#child.once('error', ({ message }) => this.#onEnd(`cannot be started: ${message}`));
    // Not `exit`: the last answers may still be on their way then.
    this.#child.once('close', (code, signal) => {
      this.#onEnd(signal === null ? `ended with code ${code}` : `was ended by ${signal}`);
    });
    this.#memory = watchMemory({
      pid: this.#child.pid ?? 0,
      limitMb: () => this.#limitMb(),
      onOver: (foundMb) => this.#endOverMemory(foundMb),
    });
  }

  /** False from the moment at which the process was told to end. */
  get isUsable(): boolean {
    return this.#ending === null && !this.#child.killed;
  }

  /** Resolves when the process is gone. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  send(request: SandboxRequest): void {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
  }

  /** Sends a task and hears what becomes of it, until the function that is returned is called. */
  give(request: SandboxRequest & { readonly task: number }, listener: TaskListener): () => void {
    if (this.#ending !== null) {
      listener.onEnding(this.#ending);
      return () => {};
    }
    this.#listeners.set(request.task, listener);
    this.send(request);
    return () => this.#listeners.delete(request.task);
  }

  /** Looks at once; a sandbox that holds more memory than it may is ended, and true returned. */
  isOverMemory(): boolean {
    return this.#memory.check();
  }

  /** Ends the process, whatever it does; `gone` tells when. */
  end(cause: Ending | null = null): void {
    this.#cause ??= cause;
    this.#child.kill('SIGKILL');
  }

  #hear(noise: Readable): void {
    noise.setEncoding('utf8');
    noise.on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-4_096);
      this.#options.log(text);
    });
  }

  #readAnswers(answers: Readable): void {
    const reader = createAnswerReader({
      onAnswer: (answer) => this.#onAnswer(answer),
      onCorrupt: (line) => this.#endCorrupt(line),
    });
    answers.on('error', () => {});
    answers.on('data', (piece: Buffer) => reader.push(piece));
  }

  #onAnswer(answer: SandboxAnswer): void {
    this.#options.hear(answer);
    if (answer.type === 'ready') this.#ready.resolve();
    else if (answer.type === 'log') this.#options.log(answer.text);
    else if (answer.type === 'loading') this.#loading = true;
    else if (answer.type === 'loaded') {
      this.#loading = false;
      this.#sharedMb = answer.sharedBytes / 1024 ** 2;
    } else if (answer.type === 'stuck') {
      const { task, index, error } = answer;
      this.end({ error, retriable: true, culprit: { task, index } });
    } else if (answer.type !== 'sampled') this.#tell(answer);
  }

  #tell(answer: SandboxAnswer & { readonly task: number }): void {
    try {
      this.#listeners.get(answer.task)?.onAnswer(answer);
    } catch {
      this.#endCorrupt(JSON.stringify(answer));
    }
  }

  /** Memory that only reading data needs is not held against the strategies. */
  #limitMb(): number {
    if (this.#loading) return Number.POSITIVE_INFINITY;
    const { memoryLimitMb, slots } = this.#options;
    return BASE_MB + this.#sharedMb + memoryLimitMb * slots;
  }

  #endOverMemory(foundMb: number): void {
    const { memoryLimitMb, slots } = this.#options;
    const wanted = `at most ${memoryLimitMb} MB of memory in each of ${slots} slots`;
    const error = `${CANNOT}: wanted ${wanted}, found ${Math.round(foundMb)} MB in all`;
    this.end({ error, retriable: false, culprit: null });
  }

  #endCorrupt(line: string): void {
    const error = `${CANNOT}: wanted an answer of the sandbox, found ${JSON.stringify(line.slice(0, 80))}`;
    this.end({ error, retriable: false, culprit: null });
  }

  #onEnd(how: string): void {
    if (this.#ending !== null) return;
    this.#memory.stop();
    const fatal = /FATAL ERROR: (.*)/.exec(this.#lastWords)?.[1];
    this.#ending = this.#cause ?? {
      error: `${CANNOT}: its sandbox ${how}${fatal === undefined ? '' : ` (${fatal})`}`,
      // Out of heap is the strategy's doing; any other end may be somebody else's.
      retriable: fatal === undefined,
      culprit: null,
    };
    this.#ready.reject(new Error(`Cannot start the sandbox: it ${how}\n${this.#lastWords}`));
    this.#ready.promise.catch(() => {});
    this.#gone.resolve();
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of listeners) listener.onEnding(this.#ending);
  }
}
