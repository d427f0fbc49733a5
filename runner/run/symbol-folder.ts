import { createHash } from 'node:crypto';

/** Names that a file system or a shell could take for something else. */
const UNSAFE = /[^A-Za-z0-9._-]|^\.|^-|\.$/;

/**
 * The folder of a symbol inside a run. A symbol that is no safe name (`BRK/B`, `..`) gets a cleaned
 * one with a piece of its hash, so that two symbols never share a folder.
 */
export function symbolFolder(symbol: string): string {
  if (symbol.length > 0 && symbol.length <= 60 && !UNSAFE.test(symbol)) return symbol;
  const cleaned = symbol.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 40);
  return `${cleaned}-${createHash('sha256').update(symbol).digest('hex').slice(0, 8)}`;
}
