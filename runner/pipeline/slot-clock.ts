import type { Executor, ExecutorTiming } from '../domain/executor.ts';
import { addTimes, type TimeSplit } from '../domain/time-split.ts';

/** What this process itself does while slots may stand still. */
export type Work = 'search' | 'journal';

/** Of work that is done for every evaluation, one turn in so many is timed: asking for the time costs as much as the work. */
const TIMED_TURNS = 16;

const NO_TIMING: ExecutorTiming = { loadingMs: 0, measuredMs: 0, strategyMs: 0 };

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

/** Accounts for every slot at every moment, so that the parts always add up to slots × time. */
export interface SlotClock {
  /** @param before what earlier sessions of the search took */
  open(before?: Partial<TimeSplit>): SlotAccount;
}

/**
 * A slot is idle or has a chunk in flight. An idle one waits for what this process does just then.
 * A chunk's time is its backtests' own and a rest: of that rest, work of this process gets the part
 * that it had of the whole time, since it falls on backtests and pauses alike. Where more chunks
 * are in flight than there are slots, each has a part of a slot.
 */
export function createSlotClock(
  executor: Pick<Executor, 'slots' | 'timing'>,
  now: () => number = () => performance.now(),
): SlotClock {
  return new RunClock(executor, now);
}

class RunClock implements SlotClock {
  readonly executor: Pick<Executor, 'slots' | 'timing'>;
  /** The executor may have served other runs before. */
  readonly base: ExecutorTiming;
  readonly accounts = new Set<Account>();
  readonly now: () => number;
  work: Work | null = null;
  worker: Account | null = null;
  /** Of the executor's reading, what is in some account. */
  loadedMs: number;
  #at = 0;

  constructor(executor: Pick<Executor, 'slots' | 'timing'>, now: () => number) {
    this.executor = executor;
    this.now = now;
    this.base = this.timing;
    this.loadedMs = this.base.loadingMs;
  }

  get timing(): ExecutorTiming {
    return this.executor.timing?.() ?? NO_TIMING;
  }

  open(before: Partial<TimeSplit> = {}): SlotAccount {
    this.lap();
    const account = new Account(this, before);
    this.accounts.add(account);
    return account;
  }

  /** Books the time since the last call; to be called before anything changes. */
  lap(): void {
    const at = this.now();
    const ms = at - this.#at;
    this.#at = at;
    const { slots } = this.executor;
    const flying = this.#flying();
    this.occupy(ms, flying, this.work);
    const idle = ms * Math.max(0, slots - flying);
    if (this.work !== null) {
      if (this.worker !== null) this.worker.idle[this.work] += idle;
      return;
    }
    for (const account of this.accounts) account.idle[account.phase] += idle / this.accounts.size;
  }

  /** Books work for chunks in flight without moving the clock. */
  blame(ms: number): void {
    const share = this.#share(this.#flying());
    for (const account of this.accounts) account.behind.search += ms * share * account.flying;
  }

  occupy(ms: number, flying: number, work: Work | null): void {
    const share = this.#share(flying);
    for (const account of this.accounts) {
      const occupied = ms * share * account.flying;
      account.occupied += occupied;
      if (work !== null) account.behind[work] += occupied;
    }
  }

  #share(flying: number): number {
    return flying > this.executor.slots ? this.executor.slots / flying : 1;
  }

  #flying(): number {
    let flying = 0;
    for (const account of this.accounts) flying += account.flying;
    return flying;
  }
}

class Account implements SlotAccount {
  /** Chunks in flight. */
  flying = 0;
  phase: Work | 'waiting' = 'waiting';
  /** Milliseconds of idle slots, by what they waited for. */
  readonly idle = { search: 0, journal: 0, waiting: 0 };
  /** Milliseconds of slots with chunks in flight … */
  occupied = 0;
  /** … and those of them in which this process was at work. */
  readonly behind = { search: 0, journal: 0 };
  readonly #clock: RunClock;
  readonly #before: Partial<TimeSplit>;
  #backtestMs = 0;
  #loadingMs = 0;

  constructor(clock: RunClock, before: Partial<TimeSplit>) {
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
