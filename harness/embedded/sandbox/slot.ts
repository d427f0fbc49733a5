import { PHASE } from '../engine/phase.ts';
import { describeError } from './describe-error.ts';
import type {
  Failure,
  PrepareRequest,
  ResultsAnswer,
  RunRequest,
  SandboxAnswer,
} from './messages.ts';
import { type ResultsFrame, resultsFrame } from './results-frame.ts';
import { createStopwatch } from './stopwatch.ts';
import { startThread, type Thread } from './thread.ts';
import type { StrategyDescription, ThreadAnswer, ThreadRequest } from './thread-messages.ts';

/** Modules of the engine load in well under a second; this is for a machine that swaps. */
const START_MS = 30_000;
/** A thread lost this often before it began anything will not begin the next time either. */
const MAX_FRUITLESS = 3;
/** Longest time between two checks that is counted in full. */
const MAX_GAP_MS = 500;

export type Task = PrepareRequest | RunRequest;

export interface SlotOptions {
  readonly projectRoot: string;
  readonly columnFolder: string;
  readonly timeoutMs: number;
  readonly memoryLimitMb: number;
  readonly setup: (setup: number) => Extract<ThreadRequest, { type: 'setup' }>;
  readonly send: (answer: Exclude<SandboxAnswer, ResultsAnswer>) => void;
  readonly sendResults: (frame: ResultsFrame) => void;
  /** Bars are being read by the thread; then how many bytes they take. */
  readonly onReading: (bytes: number | null) => void;
  /** A strategy was loaded for `prepare`. */
  readonly onDescribed: (task: PrepareRequest, description: StrategyDescription) => void;
  /** Ends the sandbox. */
  readonly die: () => void;
}

/** Room for one backtest at a time: a thread, replaced when it is lost, and the tasks it has. */
export class Slot {
  readonly #options: SlotOptions;
  readonly #waiting: Task[] = [];
  readonly #watch = createStopwatch(MAX_GAP_MS);
  #task: Task | null = null;
  /** Index of the first request of the task that is not answered. */
  #next = 0;
  /** Later indices that are answered, since they cost the thread. */
  readonly #charged = new Set<number>();
  #fruitless = 0;
  #thread: Thread | null = null;
  /** Why the thread was told to end. */
  #leaving: Failure | null = null;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** What the backtest in this slot is at. */
  get phase(): number {
    return this.#task === null ? PHASE.unknown : (this.#thread?.phase ?? PHASE.unknown);
  }

  /** Lets the thread start while the data it will need is read. */
  warm(): void {
    if (this.#leaving === null) this.#thread ??= this.#start();
  }

  take(task: Task): void {
    this.#waiting.push(task);
    this.#begin();
  }

  cancel(task: number): void {
    const place = this.#waiting.findIndex((waiting) => waiting.task === task);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (this.#task?.task !== task) return;
    this.#task = null;
    this.#end({ error: 'The backtest was cancelled', retriable: true });
  }

  forget(setup: number): void {
    if (this.#thread?.setups.delete(setup)) this.#thread.post({ type: 'forget', setup });
  }

  /** To be called often: ends what takes too long. */
  check(): void {
    if (this.#task === null || this.#thread === null || this.#leaving !== null) return;
    const limit = this.#thread.ready ? this.#options.timeoutMs : START_MS;
    if (this.#watch.look(this.#thread.position.steps) <= limit) return;
    const wanted = `an end within ${limit / 1000} s`;
    const error = `Cannot finish the backtest: wanted ${wanted}, found it still running`;
    this.#end({ error, retriable: true });
  }

  #begin(): void {
    if (this.#task !== null || this.#leaving !== null) return;
    this.#task = this.#waiting.shift() ?? null;
    if (this.#task === null) return;
    this.#next = 0;
    this.#charged.clear();
    this.#fruitless = 0;
    this.#assign(this.#task);
  }

  #assign(task: Task): void {
    this.#thread ??= this.#start();
    const thread = this.#thread;
    if (!thread.setups.has(task.setup)) {
      thread.setups.add(task.setup);
      thread.post(this.#options.setup(task.setup));
    }
    this.#watch.restart();
    if (task.type === 'prepare') thread.post({ ...task, type: 'describe' });
    else thread.post({ type: 'run', run: task, from: this.#next, skip: [...this.#charged] });
  }

  #start(): Thread {
    const { projectRoot, columnFolder, memoryLimitMb } = this.#options;
    return startThread({
      projectRoot,
      columnFolder,
      memoryLimitMb,
      onAnswer: (answer) => this.#onAnswer(answer),
      onGone: (error) => this.#onGone(error),
      onStuck: () => this.#onStuck(),
    });
  }

  #end(why: Failure): void {
    if (this.#thread === null || this.#leaving !== null) return;
    this.#leaving = why;
    this.#thread.end();
  }

  #complete(): void {
    this.#task = null;
    this.#begin();
  }

  #onAnswer(answer: ThreadAnswer): void {
    if (answer.type === 'ready') this.#watch.restart();
    else if (answer.type === 'log') this.#options.send(answer);
    else if (answer.type === 'reading') this.#options.onReading(answer.bytes);
    else if (this.#task === null || this.#task.task !== answer.task) return;
    else if (answer.type === 'results') this.#onResults(answer);
    else this.#onPrepared(this.#task as PrepareRequest, answer);
  }

  #onResults({ upTo, frame }: Extract<ThreadAnswer, { type: 'results' }>): void {
    if (frame !== null) this.#options.sendResults(frame);
    this.#next = upTo;
    this.#fruitless = 0;
    if (upTo >= (this.#task as RunRequest).count) this.#complete();
  }

  #onPrepared(
    task: PrepareRequest,
    answer: Extract<ThreadAnswer, { type: 'described' | 'refused' }>,
  ): void {
    if (answer.type === 'described') this.#options.onDescribed(task, answer.description);
    else this.#options.send({ ...answer, action: 'Cannot prepare the backtest' });
    this.#complete();
  }

  /** The thread is lost: charge what it was at, and let another one do the rest. */
  #onGone(error: Error | null): void {
    const index = this.#thread?.position.index ?? -1;
    const failure = this.#leaving ?? this.#failureOf(error);
    this.#thread = null;
    this.#leaving = null;
    if (this.#task === null) this.#begin();
    else if (index < 0 && ++this.#fruitless < MAX_FRUITLESS) this.#assign(this.#task);
    else if (this.#task.type === 'prepare') this.#refuse(this.#task, failure);
    else this.#goOn(this.#task, index, failure);
  }

  #goOn(run: RunRequest, index: number, failure: Failure): void {
    if (index >= 0) this.#charge(run, index, failure);
    else while (this.#next < run.count) this.#charge(run, this.#next, failure);
    if (this.#next >= run.count) this.#complete();
    else this.#assign(run);
  }

  #charge(run: RunRequest, index: number, failure: Failure): void {
    const frame = resultsFrame({
      type: 'results',
      task: run.task,
      from: index,
      ms: [this.#watch.elapsed],
      names: [],
      values: new Float64Array(),
      failures: { 0: failure },
      results: {},
      read: [],
    });
    this.#options.sendResults(frame);
    this.#charged.add(index);
    while (this.#charged.has(this.#next)) this.#next++;
  }

  #refuse({ task }: PrepareRequest, { error }: Failure): void {
    const wanted = 'a strategy that can be loaded';
    const problems = [{ path: 'strategy', wanted, found: error }];
    this.#options.send({ type: 'refused', task, action: 'Cannot prepare the backtest', problems });
    this.#complete();
  }

  #failureOf(error: Error | null): Failure {
    const code = (error as NodeJS.ErrnoException | null)?.code;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
      const wanted = `at most ${this.#options.memoryLimitMb} MB of memory`;
      return {
        error: `Cannot finish the backtest: wanted ${wanted}, found more`,
        retriable: false,
      };
    }
    const found = error === null ? 'its thread ended' : describeError(error);
    return { error: `Cannot finish the backtest: ${found}`, retriable: false };
  }

  #onStuck(): void {
    const { error } = this.#leaving ?? this.#failureOf(null);
    const index = this.#thread?.position.index ?? -1;
    this.#options.send({ type: 'stuck', task: this.#task?.task ?? -1, index, error });
    this.#options.die();
  }
}
