import { performance } from 'node:perf_hooks';

/** Counts wrong tokens by the address that they come from. */
export interface WrongTokens {
  /** Seconds for which an address is to be left unanswered; 0 where it may try. */
  wait(address: string): number;
  note(address: string): void;
}

export const MOST_WRONG = 100;
const WINDOW_MS = 60_000;
/** Addresses are cheap where somebody owns a network of them. */
const MOST_ADDRESSES = 1_000;

/**
 * An address that has sent a hundred wrong tokens in a minute waits for the rest of that minute,
 * with the right one, too: else the answers would tell which one that is.
 */
export function createWrongTokens(now: () => number = () => performance.now()): WrongTokens {
  /** Oldest first. */
  const windows = new Map<string, { since: number; count: number }>();

  const current = (address: string) => {
    const found = windows.get(address);
    return found !== undefined && now() - found.since < WINDOW_MS ? found : undefined;
  };

  return {
    wait(address) {
      const found = current(address);
      if (found === undefined || found.count < MOST_WRONG) return 0;
      return Math.ceil((found.since + WINDOW_MS - now()) / 1_000);
    },
    note(address) {
      const found = current(address);
      if (found !== undefined) {
        found.count++;
        return;
      }
      windows.delete(address);
      windows.set(address, { since: now(), count: 1 });
      const [oldest] = windows.keys();
      if (windows.size > MOST_ADDRESSES && oldest !== undefined) windows.delete(oldest);
    },
  };
}
