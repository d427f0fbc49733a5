import { createLineSplitter } from '../domain/line-splitter.ts';
import type { HarnessChannel, HarnessEnd } from './harness-channel.ts';

/** LEAN's whole result of a long backtest on minute bars stays well below. */
const MAX_LINE = 256 * 1024 * 1024;
/** Where this process itself stood still, answers may wait unread when a timer fires. */
const READ_MS = 50;
/** How much of a line of noise is worth logging. */
const MAX_NOISE = 500;

/** The last answer to a request, as it came: harness/lean/README.md says what is in it. */
export type HarnessAnswer = Readonly<Record<string, unknown>> & { readonly status: string };

/** What became of a request. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: HarnessAnswer }
  | { readonly kind: 'ended'; readonly end: HarnessEnd }
  | { readonly kind: 'late' };

export interface AskOptions {
  /** After which the harness is ended, since nobody knows what it is at. */
  readonly timeoutMs: number;
  /** Aborted: the harness is asked to give the request up, and ended where it does not. */
  readonly signal: AbortSignal;
}

/** Answers that nobody asked for, which a sound harness never gives. */
export interface ClientCounts {
  readonly unknown: number;
  readonly noise: number;
}

/** Speaks the protocol with one harness process. */
export interface HarnessClient {
  readonly name: string;
  readonly counts: ClientCounts;
  /** False from the moment at which it was told to end, or ended. */
  readonly isUsable: boolean;
  /** Resolves with the last answer, the end of the process or its lateness; never rejects. */
  ask(fields: Readonly<Record<string, unknown>>, options: AskOptions): Promise<Reply>;
  /** Resolves when no request is in flight any more: the last abort has been answered. */
  readonly settled: Promise<void>;
  kill(): void;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly log: (text: string) => void;
  /** How long a cancelled backtest may take to say so. */
  readonly cancelMs: number;
}

/** Answers count by their id alone: what comes late, twice or unasked is nobody's result. */
export function createHarnessClient(
  channel: HarnessChannel,
  options: ClientOptions,
): HarnessClient {
  return new LineClient(channel, options);
}

class LineClient implements HarnessClient {
  readonly #channel: HarnessChannel;
  readonly #options: ClientOptions;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  #last = 0;
  #unknown = 0;
  #noise = 0;
  #corrupt = false;
  #settled: Promise<void> = Promise.resolve();
  #end: HarnessEnd | null = null;
  #killed = false;

  constructor(channel: HarnessChannel, options: ClientOptions) {
    this.#channel = channel;
    this.#options = options;
    const lines = createLineSplitter((line) => this.#onLine(line));
    channel.listen({
      onOutput: (text) => {
        if (this.#corrupt) return;
        lines.push(text);
        if (lines.pending <= MAX_LINE) return;
        this.#corrupt = true;
        options.log(`${channel.name} wrote a line without end and was ended`);
        this.kill();
      },
      onLog: options.log,
    });
    channel.ended.then((end) => this.#onEnd(end));
  }

  get name(): string {
    return this.#channel.name;
  }

  get counts(): ClientCounts {
    return { unknown: this.#unknown, noise: this.#noise };
  }

  get isUsable(): boolean {
    return this.#end === null && !this.#killed;
  }

  get settled(): Promise<void> {
    return this.#settled;
  }

  ask(fields: Readonly<Record<string, unknown>>, options: AskOptions): Promise<Reply> {
    const reply = this.#ask(fields, options);
    this.#settled = reply.then(() => {});
    return reply;
  }

  kill(): void {
    this.#killed = true;
    this.#channel.kill();
  }

  close(): Promise<void> {
    return this.#channel.close();
  }

  #ask(
    fields: Readonly<Record<string, unknown>>,
    { timeoutMs, signal }: AskOptions,
  ): Promise<Reply> {
    const { promise, resolve } = Promise.withResolvers<Reply>();
    if (this.#end !== null) return Promise.resolve({ kind: 'ended', end: this.#end });
    const id = String(++this.#last);
    const giveUpAfter = (ms: number): NodeJS.Timeout =>
      setTimeout(() => {
        timer = setTimeout(() => settle({ kind: 'late' }), READ_MS);
      }, ms);
    let timer = giveUpAfter(timeoutMs);
    const onAbort = (): void => {
      this.#channel.write(`{"id":"${id}","cancel":true}\n`);
      clearTimeout(timer);
      timer = giveUpAfter(this.#options.cancelMs);
    };
    const settle = (reply: Reply): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
      // Its late answer must find nobody, and it must not go on working.
      if (reply.kind === 'late') this.kill();
      resolve(reply);
    };
    this.#waiting.set(id, settle);
    this.#channel.write(`${JSON.stringify({ id, ...fields })}\n`);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    return promise;
  }

  #onLine(line: string): void {
    if (line.trim() === '') return;
    const answer = parse(line);
    if (answer === null) this.#onNoise(line);
    else if (answer.status !== 'progress') this.#onAnswer(answer, line);
  }

  #onAnswer(answer: HarnessAnswer, line: string): void {
    const id = answer['id'] ?? null;
    // An error of no id is about a line that arrived garbled: there is only one to be meant.
    const sole = id === null && answer.status === 'error' && this.#waiting.size === 1;
    const settle = sole ? [...this.#waiting.values()][0] : this.#waiting.get(String(id));
    if (settle !== undefined) settle({ kind: 'answer', answer });
    else {
      this.#unknown++;
      this.#options.log(`${this.name} answered what was not asked: ${line.slice(0, MAX_NOISE)}`);
    }
  }

  #onNoise(line: string): void {
    this.#noise++;
    this.#options.log(line.slice(0, MAX_NOISE));
  }

  #onEnd(end: HarnessEnd): void {
    this.#end = end;
    for (const settle of [...this.#waiting.values()]) settle({ kind: 'ended', end });
  }
}

/** An answer, or null for anything else that a line may be. */
function parse(line: string): HarnessAnswer | null {
  if (!line.startsWith('{')) return null;
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return typeof value['status'] === 'string' ? (value as HarnessAnswer) : null;
  } catch {
    return null;
  }
}
