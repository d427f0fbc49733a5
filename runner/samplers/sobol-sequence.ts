import { JOE_KUO } from './joe-kuo.ts';

const BITS = 32;

/** Dimensions the direction numbers reach. */
export const MOST_SOBOL_DIMENSIONS = JOE_KUO.length + 1;

/** A coordinate of the n-th point of the Sobol sequence as a 32-bit word, not scrambled. */
export function sobolWord(n: number, dimension: number): number {
  const words = directions[dimension] as Uint32Array;
  let word = 0;
  // In the order of a Gray code, so that any first 2^k points are the same set as in plain order.
  let gray = (n ^ (n >>> 1)) >>> 0;
  for (let bit = 0; gray !== 0; bit++, gray >>>= 1) {
    if (gray & 1) word ^= words[bit] as number;
  }
  return word >>> 0;
}

/** Joe & Kuo 2008, equation 3, as words whose highest bit is a half. */
function directionWords(dimension: number): Uint32Array {
  const words = new Uint32Array(BITS);
  if (dimension === 0) return words.map((_, bit) => 2 ** (BITS - 1 - bit));
  const { a, m } = JOE_KUO[dimension - 1] as (typeof JOE_KUO)[number];
  const degree = m.length;
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      words[bit] = (m[bit] as number) * 2 ** (BITS - 1 - bit);
      continue;
    }
    const oldest = words[bit - degree] as number;
    let word = oldest ^ (oldest >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((a >>> (degree - 1 - k)) & 1) word ^= words[bit - k] as number;
    }
    words[bit] = word;
  }
  return words;
}

const directions = Array.from({ length: MOST_SOBOL_DIMENSIONS }, (_, n) => directionWords(n));

/**
 * Owen's nested uniform scrambling (Owen 1995) by a hash (Laine & Karras 2011, constants of Burley
 * 2020): each bit is flipped by a hash of those above it, which keeps every net property.
 */
export function scramble(word: number, seed: number): number {
  let x = reverseBits(word);
  x ^= Math.imul(x, 0x3d20adea);
  x = (x + seed) | 0;
  x = Math.imul(x, (seed >>> 16) | 1);
  x ^= Math.imul(x, 0x05526c56);
  x ^= Math.imul(x, 0x53a22864);
  return reverseBits(x);
}

function reverseBits(word: number): number {
  let x = word;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}
