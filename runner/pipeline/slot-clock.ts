import type { Executor, ExecutorTiming } from '../domain/executor.ts';
import type { TimeSplit } from '../domain/time-split.ts';
import { Account, type Booking, type SlotAccount, type Work } from './slot-account.ts';

const NO_TIMING: ExecutorTiming = { loadingMs: 0, measuredMs: 0, strategyMs: 0 };

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

class RunClock implements SlotClock, Booking {
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
    this.#occupy(ms, flying, this.work);
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

  #occupy(ms: number, flying: number, work: Work | null): void {
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
