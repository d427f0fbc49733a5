/** Gives a permit back; a second call does nothing. */
export type Release = () => void;

/** Permits handed out in the order of asking. */
export interface Semaphore {
  /**
   * Waits until `permits` are free. Who asks for many is not overtaken by those who ask for few.
   * @throws the signal's reason where it aborts first
   */
  acquire(permits: number, signal: AbortSignal): Promise<Release>;
}

interface Waiter {
  readonly permits: number;
  readonly grant: () => void;
}

/** Own code: the usual packages neither weigh permits nor take an AbortSignal. */
export function createSemaphore(capacity: number): Semaphore {
  const waiters: Waiter[] = [];
  let free = capacity;

  const serve = (): void => {
    for (let first = waiters[0]; first && first.permits <= free; first = waiters[0]) {
      waiters.shift();
      free -= first.permits;
      first.grant();
    }
  };

  const releaseOf = (permits: number): Release => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      free += permits;
      serve();
    };
  };

  return {
    acquire(permits, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const onAbort = (): void => {
          waiters.splice(waiters.indexOf(waiter), 1);
          reject(signal.reason);
          serve();
        };
        const waiter: Waiter = {
          permits,
          grant: () => {
            signal.removeEventListener('abort', onAbort);
            resolve(releaseOf(permits));
          },
        };
        waiters.push(waiter);
        signal.addEventListener('abort', onAbort, { once: true });
        serve();
      });
    },
  };
}
