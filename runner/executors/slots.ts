import { createSemaphore } from './semaphore.ts';

/** A slot on loan. */
export interface SlotLease {
  /** Counted from 1. */
  readonly number: number;
  /** Gives the slot back; a second call does nothing. */
  release(): void;
}

/** The slots of an executor, lent in the order of asking; the lowest free number first. */
export interface Slots {
  /** Waits for a free slot. @throws the signal's reason where it aborts first */
  acquire(signal: AbortSignal): Promise<SlotLease>;
}

export function createSlots(count: number): Slots {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`Cannot create slots: wanted a whole number from 1, found ${count}`);
  }
  const semaphore = createSemaphore(count);
  const taken = new Set<number>();
  return {
    async acquire(signal) {
      const release = await semaphore.acquire(1, signal);
      let number = 1;
      while (taken.has(number)) number++;
      taken.add(number);
      let lent = true;
      return {
        number,
        release() {
          // After the first time the number may be another's.
          if (!lent) return;
          lent = false;
          taken.delete(number);
          release();
        },
      };
    },
  };
}
