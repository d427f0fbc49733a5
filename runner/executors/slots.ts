import type { BacktestRequest, BacktestSetup, SlotWork } from '../domain/executor.ts';
import { createSlotQueue } from './slot-queue.ts';

/** A slot on loan. */
export interface SlotLease {
  /** Counted from 1. */
  readonly number: number;
  /** Says what it carries out, one after the other. */
  work(requests: readonly BacktestRequest[]): void;
  /** One of them has its outcome. */
  answered(): void;
  /** Gives the slot back; a second call does nothing. */
  release(): void;
}

/**
 * The slots of an executor, lent in the order of asking; the lowest free number first. One that was
 * at short backtests of a setup goes on with these for a while where others wait too: its thread has
 * what they share.
 */
export interface Slots {
  /** Waits for a free slot to carry requests out. @throws the signal's reason where it aborts first */
  acquire(signal: AbortSignal, requests?: readonly BacktestRequest[]): Promise<SlotLease>;
  /** Those that are lent, the lowest number first. */
  busy(): readonly SlotWork[];
}

/** What a slot was handed, and how far it is. */
interface Loan {
  requests: readonly BacktestRequest[];
  answered: number;
  since: number;
}

export function createSlots(count: number): Slots {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`Cannot create slots: wanted a whole number from 1, found ${count}`);
  }
  const queue = createSlotQueue<BacktestSetup>(count);
  const loans = new Map<number, Loan>();
  return {
    async acquire(signal, requests = []) {
      // Nobody waits for another's long backtests: those come one at a time.
      const setup = requests.length > 1 ? requests[0]?.setup : undefined;
      const number = await queue.take(setup ?? null, signal);
      const loan: Loan = { requests, answered: 0, since: Date.now() };
      loans.set(number, loan);
      let lent = true;
      return {
        number,
        work(next) {
          Object.assign(loan, { requests: next, answered: 0, since: Date.now() });
        },
        answered() {
          loan.answered++;
          loan.since = Date.now();
        },
        release() {
          // After the first time the number may be another's.
          if (!lent) return;
          lent = false;
          loans.delete(number);
          queue.giveBack(number);
        },
      };
    },
    busy: () => [...loans].map(workOf).sort((a, b) => a.slot - b.slot),
  };
}

function workOf([slot, { requests, answered, since }]: readonly [number, Loan]): SlotWork {
  const request = requests[answered] ?? null;
  return { slot, since, request, behind: Math.max(0, requests.length - answered - 1) };
}
