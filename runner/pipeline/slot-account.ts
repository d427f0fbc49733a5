import type { ExecutorTiming } from '../domain/executor.ts';
import { addTimes, type TimeSplit } from '../domain/time-split.ts';

/** What this process itself does while slots may stand still. */
export type Work = 'search' | 'journal';

/** Of work that is done for every evaluation, one turn in so many is timed: asking for the time costs as much as the work. */
const TIMED_TURNS = 16;

/** The account of one search among those that share an executor's slots. */
export interface SlotAccount extends Disposable {
  /** Does work; slots that are idle meanwhile wait for it. */
  busy<T>(work: Work, action: () => T): T;
  /** The same for work done once for every evaluation. @param turn counts them */
  often<T>(turn: number, action: () => T): T;
  /** Idle slots wait for this until it settles. */
  during<T>(work: Work, pending: Promise<T>): Promise<T>;
  /** A chunk of backtests goes out. */
  launched(): void;
  /** It is back. */
  landed(): void;
  /** A backtest ended. @param ms its own duration */
  backtest(ms: number): void;
  split(): TimeSplit;
}

/** What an account needs of the clock that it shares with others. */
export interface Booking {
  readonly now: () => number;
  /** What this process is at, and for whom. */
  work: Work | null;
  worker: Account | null;
  /** Accounts that are open. */
  readonly accounts: Set<Account>;
  /** What the executor knew of its time at first, and knows now. */
  readonly base: ExecutorTiming;
  readonly timing: ExecutorTiming;
  /** Of the executor's reading, what is in some account. */
  loadedMs: number;
  /** Books the time since the last call; to be called before anything changes. */
  lap(): void;
  /** Books work for chunks in flight without moving the clock. */
  blame(ms: number): void;
}

export class Account implements SlotAccount {
  /** Chunks in flight. */
  flying = 0;
  phase: Work | 'waiting' = 'waiting';
  /** Milliseconds of idle slots, by what they waited for. */
  readonly idle = { search: 0, journal: 0, waiting: 0 };
  /** Milliseconds of slots with chunks in flight … */
  occupied = 0;
  /** … and those of them in which this process was at work. */
  readonly behind = { search: 0, journal: 0 };
  readonly #clock: Booking;
  readonly #before: Partial<TimeSplit>;
  #backtestMs = 0;
  #loadingMs = 0;

  constructor(clock: Booking, before: Partial<TimeSplit>) {
    this.#clock = clock;
    this.#before = before;
  }

  busy<T>(work: Work, action: () => T): T {
    const clock = this.#clock;
    const { work: outerWork, worker: outerWorker } = clock;
    clock.lap();
    clock.work = work;
    clock.worker = this;
    try {
      return action();
    } finally {
      clock.lap();
      clock.work = outerWork;
      clock.worker = outerWorker;
    }
  }

  often<T>(turn: number, action: () => T): T {
    if (turn % TIMED_TURNS !== 0) return action();
    const started = this.#clock.now();
    const result = action();
    this.#clock.blame((this.#clock.now() - started) * TIMED_TURNS);
    return result;
  }

  async during<T>(work: Work, pending: Promise<T>): Promise<T> {
    this.#clock.lap();
    this.phase = work;
    try {
      return await pending;
    } finally {
      this.#clock.lap();
      this.phase = 'waiting';
    }
  }

  launched(): void {
    this.#clock.lap();
    this.flying++;
  }

  landed(): void {
    this.#clock.lap();
    this.flying--;
    const { loadingMs } = this.#clock.timing;
    this.#loadingMs += loadingMs - this.#clock.loadedMs;
    this.#clock.loadedMs = loadingMs;
  }

  backtest(ms: number): void {
    this.#backtestMs += ms;
  }

  split(): TimeSplit {
    if (this.#clock.accounts.has(this)) this.#clock.lap();
    const { idle, occupied, behind } = this;
    const backtests = Math.min(this.#backtestMs, occupied);
    const data = Math.min(this.#loadingMs, occupied - backtests);
    const rest = occupied - backtests - data;
    const work = behind.search + behind.journal;
    // Timed by samples, so that it may seem longer than the time it took part in.
    const part = work === 0 ? 0 : rest / Math.max(occupied, work);
    const strategy = backtests * this.#strategyShare();
    const ms: TimeSplit = {
      strategy,
      engine: backtests - strategy,
      data,
      search: idle.search + behind.search * part,
      journal: idle.journal + behind.journal * part,
      dispatch: Math.max(0, rest - work * part),
      waiting: idle.waiting,
    };
    return addTimes([this.#before, inSeconds(ms)]);
  }

  [Symbol.dispose](): void {
    if (this.#clock.accounts.has(this)) this.#clock.lap();
    this.#clock.accounts.delete(this);
  }

  #strategyShare(): number {
    const { base, timing } = this.#clock;
    const measured = timing.measuredMs - base.measuredMs;
    const strategy = timing.strategyMs - base.strategyMs;
    return measured > 0 ? Math.min(1, Math.max(0, strategy / measured)) : 0;
  }
}

function inSeconds(ms: TimeSplit): TimeSplit {
  const seconds = Object.entries(ms).map(([kind, value]) => [kind, value / 1000]);
  return Object.fromEntries(seconds) as TimeSplit;
}
