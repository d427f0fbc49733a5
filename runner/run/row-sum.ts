const START = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * A sum of some words (FNV-1a over words in place of bytes, each step one to one): where one word
 * changed, whichever and however, it is another. Own code: a call of zlib for each row costs as much
 * as all else that a row needs.
 */
export function rowSum(words: Uint32Array, from: number, to: number): number {
  let sum = START;
  for (let at = from; at < to; at++) {
    sum = Math.imul(sum ^ (words[at] as number), PRIME);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}
