/** Numbers from 1 on loan to who works at something: each goes on with what it was at, if it can. */
export interface SlotQueue<Work> {
  /** @param work null where it is nothing to go on with. @throws the signal's reason */
  take(work: Work | null, signal: AbortSignal): Promise<number>;
  /** To be called once for each number that was taken. */
  giveBack(number: number): void;
}

interface Waiter<Work> {
  readonly work: Work | null;
  passedOver: number;
  readonly grant: (number: number) => void;
}

/** So often the first in the queue lets others go on with what a slot is at. */
const MOST_PASSED_OVER = 16;

/** Own code: the usual queues know of no choice between waiters, and take no AbortSignal. */
export function createSlotQueue<Work>(count: number): SlotQueue<Work> {
  /** What each free number was at last. */
  const free = new Map<number, Work | null>();
  for (let number = 1; number <= count; number++) free.set(number, null);
  const taken = new Map<number, Work | null>();
  const waiters: Waiter<Work>[] = [];

  const bestFor = (work: Work | null): number | undefined => {
    const numbers = [...free.keys()].sort((a, b) => a - b);
    return (
      numbers.find((number) => free.get(number) === work) ??
      numbers.find((number) => free.get(number) === null) ??
      numbers[0]
    );
  };

  const lend = (number: number, work: Work | null): number => {
    free.delete(number);
    taken.set(number, work);
    return number;
  };

  const nextFor = (work: Work | null): Waiter<Work> | undefined => {
    const [first] = waiters;
    const same = waiters.findIndex((waiter) => work !== null && waiter.work === work);
    if (first === undefined || same <= 0 || first.passedOver === MOST_PASSED_OVER) {
      return waiters.shift();
    }
    first.passedOver++;
    return waiters.splice(same, 1)[0];
  };

  const wait = (work: Work | null, signal: AbortSignal): Promise<number> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiters.splice(waiters.indexOf(waiter), 1);
        reject(signal.reason);
      };
      const waiter: Waiter<Work> = {
        work,
        passedOver: 0,
        grant: (number) => {
          signal.removeEventListener('abort', onAbort);
          resolve(lend(number, work));
        },
      };
      waiters.push(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
    });

  return {
    async take(work, signal) {
      signal.throwIfAborted();
      const number = bestFor(work);
      return number === undefined ? wait(work, signal) : lend(number, work);
    },
    giveBack(number) {
      const work = taken.get(number) ?? null;
      taken.delete(number);
      free.set(number, work);
      nextFor(work)?.grant(number);
    },
  };
}
