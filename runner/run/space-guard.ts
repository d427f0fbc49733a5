import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { aroundExecutor } from '../domain/around-executor.ts';
import type { Executor } from '../domain/executor.ts';

export interface SpaceGuardOptions {
  /** Where results are written. */
  readonly folder: string;
  /** Nothing is begun below this, in megabytes; 0 looks at nothing. */
  readonly leastMb: number;
  /** Told when it begins to wait, with the reason, and with null when it goes on. */
  readonly paused: (reason: string | null) => Promise<void>;
}

/** Free space is looked at at most this often, and this often while there is too little. */
const LOOK_MS = 1_000;

/**
 * Begins no backtest while the disk is nearly full: a line that cannot be written would end the run.
 * What is under way goes on, and the wait ends by itself when there is room again.
 */
export function guardSpace(executor: Executor, options: SpaceGuardOptions): Executor {
  const { leastMb } = options;
  if (leastMb === 0) return executor;
  let looked = Number.NEGATIVE_INFINITY;
  /** The look, and the wait that may follow it: all that come meanwhile wait for the same. */
  let look: Promise<void> | null = null;

  const isDue = (): boolean => performance.now() - looked >= LOOK_MS;

  const waitForRoom = async (signal: AbortSignal): Promise<void> => {
    const free = await freeMb(options.folder);
    if (free >= leastMb) return;
    const found = `${Math.floor(free)}`;
    await options.paused(`the disk is nearly full: wanted ${leastMb} MB free, found ${found}`);
    while ((await freeMb(options.folder)) < leastMb) await sleep(LOOK_MS, null, { signal });
    await options.paused(null);
  };

  const pass = async (signal: AbortSignal): Promise<void> => {
    if (look === null && isDue()) {
      look = waitForRoom(signal).finally(() => {
        looked = performance.now();
        look = null;
      });
    }
    if (look !== null) await look;
  };

  const waited = async function* (...[requests, signal]: Parameters<Executor['evaluate']>) {
    await pass(signal);
    yield* executor.evaluate(requests, signal);
  };

  // Nearly always there is nothing to wait for, and a generator more would cost every outcome turns.
  return aroundExecutor(executor, (requests, signal) =>
    look === null && !isDue() ? executor.evaluate(requests, signal) : waited(requests, signal),
  );
}

/** Infinite where the file system does not say: better to go on than to wait for ever. */
async function freeMb(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return (bavail * bsize) / 2 ** 20;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
