/** A source of uniform draws from [0, 1). */
export type Random = () => number;

/** The n-th independent generator of a stage; the same n gives the same draws. */
export type RandomAt = (n: number) => Random;

/**
 * A generator keyed by seed, stage position and n, so that any draw of a run can be made again
 * without those before it. Own code: published packages take one 32-bit seed, and hashing three
 * words into one makes streams collide.
 *
 * sfc32 (Doty-Humphrey, PractRand): a chaotic 96-bit state and a counter, here started from the
 * three words and run 15 rounds, as its author does when seeding.
 */
export function randomFrom(seed: number, stage: number, n: number): Random {
  let a = seed | 0;
  let b = (Math.floor(seed / 4294967296) ^ Math.imul(stage + 1, 0x9e3779b1)) | 0;
  let c = n | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) next();
  // 53 bits, so that a draw fills a double's mantissa.
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/** An integer from [0, below). */
export function randomInt(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** Fisher–Yates, in place. */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = randomInt(random, last + 1);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}
