import { syncBuiltinESMExports } from 'node:module';

/** Printed text kept between two answers; the rest is counted. */
const MAX_PRINTED = 8_192;

/** What the strategy printed since the last call, bounded; empty where nothing. */
export type TakePrinted = () => string;

/**
 * Takes from this thread what a strategy has no use for and what Node's permission model leaves
 * open: threads of its own (one with other flags would have no permissions to miss), signals,
 * and the end of the thread. Printing goes to a small buffer instead of the streams, so that it can
 * neither disturb the protocol nor fill the memory.
 */
export function confine(): TakePrinted {
  // Per thread: the sandbox's main thread keeps the right to start slots.
  (process as unknown as PermissionHolder).permission?.drop('worker');
  for (const name of ['exit', 'reallyExit', 'abort', 'kill', '_kill', 'dlopen'] as const) {
    Object.defineProperty(process, name, {
      value: () => {
        throw new Error(`Cannot call process.${name}: a strategy runs inside the sandbox`);
      },
    });
  }
  syncBuiltinESMExports();
  return capturePrinted();
}

interface PermissionHolder {
  readonly permission?: { drop(scope: string): void };
}

function capturePrinted(): TakePrinted {
  let kept = '';
  let dropped = 0;
  const print = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
    const room = MAX_PRINTED - kept.length;
    if (room > 0) kept += text.slice(0, room);
    dropped += Math.max(0, text.length - Math.max(0, room));
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  process.stdout.write = print as typeof process.stdout.write;
  process.stderr.write = print as typeof process.stderr.write;

  return () => {
    if (kept === '') return '';
    const text = dropped > 0 ? `${kept}… (${dropped} more characters)` : kept;
    kept = '';
    dropped = 0;
    return text;
  };
}
