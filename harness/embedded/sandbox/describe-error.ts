/** A stack longer than this says nothing more. */
const MAX_LINES = 20;
const MAX_LENGTH = 4_000;

const ENGINE = new URL('..', import.meta.url).href;
const STRATEGIES = new URL('../strategies/', import.meta.url).href;

/**
 * Text for whatever a strategy threw: its message and stack without Node's own frames and without those
 * of the engine that called it. Never throws itself, since the thrown thing may be anything.
 */
export function describeError(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return clip(`The strategy threw ${String(thrown)}`);
    const stack = typeof thrown.stack === 'string' ? thrown.stack : String(thrown);
    const lines = stack.split('\n').filter((line) => !/^\s+at .*\(?node:/.test(line));
    const last = lines.findLastIndex(isStrategys);
    return clip(lines.slice(0, last < 0 ? MAX_LINES : Math.min(last + 1, MAX_LINES)).join('\n'));
  } catch {
    return 'The strategy threw something that has no text';
  }
}

/** Whether a line is a frame outside the engine; a fault of the engine itself has none. */
function isStrategys(line: string): boolean {
  if (!/^\s+at /.test(line)) return false;
  return !line.includes(ENGINE) || line.includes(STRATEGIES);
}

function clip(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
