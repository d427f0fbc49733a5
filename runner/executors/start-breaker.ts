import { setTimeout as pause } from 'node:timers/promises';
import { BacktestError } from '../domain/errors.ts';

/** Starts that fail one after the other before nothing is started any more. */
const MAX_FAILURES = 5;
/** Pauses after them grow from here, so that a Docker daemon that restarts has the time to. */
const FIRST_PAUSE_MS = 100;
/** After this long one start is tried again. */
const REST_MS = 30_000;

/** Keeps a broken machine from starting harnesses without end. */
export interface StartBreaker {
  /**
   * Starts something, again after a pause where it fails.
   * @throws BacktestError after five failures in a row, whoever had them
   */
  start<Started>(start: () => Promise<Started>, signal: AbortSignal): Promise<Started>;
  /** A harness ended before it answered any backtest; `what` names the one it was at. */
  died(how: string, what: unknown): void;
  /** A harness answered: whatever was wrong is over. */
  answered(): void;
}

export function createStartBreaker(): StartBreaker {
  let failures = 0;
  let reason = '';
  let failedAt = 0;
  let lastWhat: unknown;

  const fail = (how: string): void => {
    failures++;
    reason = how;
    failedAt = performance.now();
  };

  const refuse = (): never => {
    const count = `${MAX_FAILURES} starts in a row failed`;
    throw new BacktestError(`Cannot start a harness: ${count}, the last one since ${reason}`, {
      retriable: true,
    });
  };

  return {
    async start(start, signal) {
      for (;;) {
        signal.throwIfAborted();
        const open = failures >= MAX_FAILURES && performance.now() - failedAt < REST_MS;
        if (open) return refuse();
        try {
          const started = await start();
          if (failures < MAX_FAILURES) return started;
          // After the rest one has started: the next failure counts in full again.
          failures = MAX_FAILURES - 1;
          return started;
        } catch (error) {
          if (signal.aborted) throw error;
          fail(error instanceof Error ? error.message : String(error));
          if (failures >= MAX_FAILURES) return refuse();
          await pause(FIRST_PAUSE_MS * 3 ** (failures - 1), undefined, { signal });
        }
      }
    },
    died(how, what) {
      // A backtest that ends every harness it gets is that backtest's fault.
      if (what === lastWhat) return;
      lastWhat = what;
      fail(`its harness ${how}`);
    },
    answered() {
      failures = 0;
      lastWhat = undefined;
    },
  };
}
