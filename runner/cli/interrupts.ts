import { EXIT } from './exit-code.ts';

/**
 * A terminal's Ctrl-C comes from the terminal, from npm and from our launcher, one after the other;
 * what arrives within this time is one.
 */
const ONE_PRESS_MS = 300;
/** What is stopped at once gets this long to write down where it stands. */
const GRACE_MS = 1_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupts extends Disposable {
  /** Signals so far. */
  readonly count: number;
}

/** The first signal calls `drain`, the second `abort`, after which the process ends for certain. */
export function onInterrupt(handlers: {
  drain(signal: string): void;
  abort(signal: string): void;
}): Interrupts {
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  const handle = (signal: string): void => {
    const time = performance.now();
    if (time - last < ONE_PRESS_MS) return;
    last = time;
    count++;
    if (count === 1) handlers.drain(signal);
    if (count === 2) {
      setTimeout(() => process.exit(EXIT.interrupted), GRACE_MS).unref();
      handlers.abort(signal);
    }
    if (count > 2) process.exit(EXIT.interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return {
    get count() {
      return count;
    },
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, handle);
    },
  };
}
