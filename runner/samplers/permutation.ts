import type { Random } from '../domain/random.ts';

/** A shuffle of 0 … size − 1 that is computed, not held, both ways. */
export interface Permutation {
  at(place: bigint): bigint;
  /** The place of a number: `placeOf(at(n))` is `n`. */
  placeOf(number: bigint): bigint;
}

/**
 * Rounds of the Feistel network; four already make a pseudo-random permutation (Luby & Rackoff
 * 1988), two more make up for the light round function.
 */
const ROUNDS = 6;

/** Halves of at most this many bits are one 32-bit word, and pairs of them exact doubles. */
const MOST_WORD_BITS = 26;

/**
 * A keyed permutation: a Feistel network over the next even power of two, walked until it lands
 * inside (Black & Rogaway 2002); at most 4 steps in the mean.
 */
export function createPermutation(size: bigint, random: Random): Permutation {
  const keys = Array.from({ length: ROUNDS }, () => Math.floor(random() * 2 ** 32));
  const half = Math.ceil((size - 1n).toString(2).length / 2);
  if (half > MOST_WORD_BITS) return permutationOfBigInts(size, half, keys);
  const small = createSmallPermutation(Number(size), keys);
  return {
    at: (place) => BigInt(small.at(Number(place))),
    placeOf: (number) => BigInt(small.placeOf(Number(number))),
  };
}

/** The same for sizes up to 2^52, in plain numbers. */
export function createSmallPermutation(
  size: number,
  keys: readonly number[],
): { at(place: number): number; placeOf(number: number): number } {
  const half = Math.ceil((size - 1).toString(2).length / 2);
  const mask = 2 ** half - 1;
  const scale = 2 ** half;
  const at = (place: number): number => {
    let number = place;
    do {
      let left = Math.floor(number / scale);
      let right = number % scale;
      for (let round = 0; round < ROUNDS; round++) {
        const mixed = left ^ (mix(right, keys[round] as number) & mask);
        left = right;
        right = mixed;
      }
      number = left * scale + right;
    } while (number >= size);
    return number;
  };
  const placeOf = (number: number): number => {
    let place = number;
    do {
      let left = Math.floor(place / scale);
      let right = place % scale;
      for (let round = ROUNDS - 1; round >= 0; round--) {
        const mixed = right ^ (mix(left, keys[round] as number) & mask);
        right = left;
        left = mixed;
      }
      place = left * scale + right;
    } while (place >= size);
    return place;
  };
  return { at, placeOf };
}

/** Keys for one of many permutations that share a word. */
export function keysFrom(word: number, which: number): number[] {
  return Array.from({ length: ROUNDS }, (_, round) => mix(mix(word, which), round + 1) >>> 0);
}

function permutationOfBigInts(size: bigint, half: number, keys: readonly number[]): Permutation {
  const bits = BigInt(half);
  const mask = (1n << bits) - 1n;
  const turn = (kept: bigint, changed: bigint, key: number): bigint =>
    changed ^ (mixBig(kept, key, half) & mask);
  const walk = (start: bigint, order: readonly number[], forward: boolean): bigint => {
    let number = start;
    do {
      let left = number >> bits;
      let right = number & mask;
      for (const key of order) {
        [left, right] = forward ? [right, turn(right, left, key)] : [turn(left, right, key), left];
      }
      number = (left << bits) | right;
    } while (number >= size);
    return number;
  };
  return {
    at: (place) => walk(place, keys, true),
    placeOf: (number) => walk(number, keys.toReversed(), false),
  };
}

/** Hashes a half word by word, and spreads the hash over as many bits. */
function mixBig(value: bigint, key: number, bits: number): bigint {
  let hash = key;
  for (let rest = value; rest > 0n; rest >>= 32n) hash = mix(Number(rest & 0xffffffffn), hash);
  let spread = 0n;
  for (let done = 0; done < bits; done += 32) {
    hash = mix(done + 1, hash);
    spread = (spread << 32n) | BigInt(hash >>> 0);
  }
  return spread;
}

/** The finalizer of MurmurHash3, which lets every bit of both words reach every bit. */
function mix(value: number, key: number): number {
  let x = Math.imul(value ^ key, 0x85ebca6b) + 0x9e3779b9;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
