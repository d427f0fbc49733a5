/** A stack longer than this says nothing more. */
const MAX_LINES = 20;
const MAX_LENGTH = 4_000;

/**
 * Text for whatever a strategy threw: its message and stack without Node's own frames. Never throws
 * itself, since the thrown thing may be anything.
 */
export function describeError(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return clip(`The strategy threw ${String(thrown)}`);
    const stack = typeof thrown.stack === 'string' ? thrown.stack : String(thrown);
    const lines = stack.split('\n').filter((line) => !/^\s+at .*\(?node:/.test(line));
    return clip(lines.slice(0, MAX_LINES).join('\n'));
  } catch {
    return 'The strategy threw something that has no text';
  }
}

function clip(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
