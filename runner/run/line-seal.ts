import { crc32 } from 'node:zlib';

/*
 * A line of JSON ends with a sum of what it says, so that one of which a bit has changed is told from
 * a good one: a digit is a digit either way. Lines of older versions have none.
 */
const SEAL = ',"crc":"';
export const SEAL_LENGTH = SEAL.length + 8 + '"}'.length;

function sumOf(text: string | Uint8Array): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** What follows a line of JSON without its last brace: the sum of what is to be covered. */
export function sealOf(covered: string | Uint8Array): string {
  return `${SEAL}${sumOf(covered)}"}\n`;
}

/**
 * The line without its sum.
 * @param coveredIn what of the rest the sum is of; all where absent
 * @throws TypeError where that is another line's
 */
export function unsealed(line: string, coveredIn?: (line: string) => string): string {
  const start = line.length - SEAL_LENGTH;
  if (!line.startsWith(SEAL, start)) return line;
  const found = line.slice(start + SEAL.length, start + SEAL.length + 8);
  const rest = line.slice(0, start);
  const wanted = sumOf(coveredIn?.(rest) ?? rest);
  if (found !== wanted) {
    throw new TypeError(`Cannot read the line: wanted the sum ${wanted}, found ${found}`);
  }
  return `${rest}}`;
}
