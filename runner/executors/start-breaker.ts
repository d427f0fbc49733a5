import { setTimeout as pause } from 'node:timers/promises';
import { BacktestError, messageOf } from '../domain/errors.ts';

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
  return new Breaker();
}

class Breaker implements StartBreaker {
  #failures = 0;
  #reason = '';
  #failedAt = 0;
  /** Those that ended harnesses since the last answer: in two slots they come by turns. */
  readonly #whats = new Set<unknown>();

  async start<Started>(start: () => Promise<Started>, signal: AbortSignal): Promise<Started> {
    for (;;) {
      signal.throwIfAborted();
      this.#refuseWhereOpen();
      try {
        const started = await start();
        // After the rest: the next failure opens it again.
        this.#failures = Math.min(this.#failures, MAX_FAILURES - 1);
        return started;
      } catch (error) {
        if (signal.aborted) throw error;
        this.#fail(messageOf(error));
      }
      this.#refuseWhereOpen();
      await pause(FIRST_PAUSE_MS * 3 ** (this.#failures - 1), undefined, { signal });
    }
  }

  died(how: string, what: unknown): void {
    // A backtest that ends every harness it gets is that backtest's fault.
    if (this.#whats.has(what)) return;
    this.#whats.add(what);
    this.#fail(`its harness ${how}`);
  }

  answered(): void {
    this.#failures = 0;
    this.#whats.clear();
  }

  #fail(how: string): void {
    this.#failures++;
    this.#reason = how;
    this.#failedAt = performance.now();
  }

  #refuseWhereOpen(): void {
    if (this.#failures < MAX_FAILURES || performance.now() - this.#failedAt >= REST_MS) return;
    const count = `${MAX_FAILURES} starts in a row failed`;
    const message = `Cannot start a harness: ${count}, the last one since ${this.#reason}`;
    throw new BacktestError(message, { retriable: true });
  }
}
