import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import { createPermutation, createSmallPermutation, type Permutation } from './permutation.ts';

/** An order of the grid's points, both ways: the point at a place, and the place of a set. */
export interface GridOrder {
  pointAt(place: bigint | number): bigint | number;
  placeOf(set: ParameterSet): bigint;
}

/**
 * A shuffled part of the grid has at least so many points, where steps are shared: enough that
 * walking it in order pays, few enough that any part of the search is still a fair sample.
 */
const LEAST_BLOCK = 1_000;

export interface GridOrderOptions {
  readonly space: Space;
  readonly size: bigint;
  readonly random: Random;
  readonly sharing?: readonly string[] | undefined;
}

/** Parameter by parameter, the last fastest. */
export function plainOrder(space: Space): GridOrder {
  return { pointAt: (place) => place, placeOf: (set) => pointOf(set, space) };
}

/**
 * Shuffled by a random key. Where sets share steps, blocks of those that share most are shuffled,
 * and each is walked with the outermost shared parameter slowest.
 */
export function shuffledOrder(options: GridOrderOptions): GridOrder {
  const { space, size, random, sharing = [] } = options;
  const nested = space.pointOf === undefined ? [] : nestingOf(space, sharing);
  if (nested.length === 0) return spread(space, createPermutation(size, random));
  return blockwise(space, nested, random);
}

function spread(space: Space, order: Permutation): GridOrder {
  return {
    pointAt: (place) => order.at(BigInt(place)),
    placeOf: (set) => order.placeOf(pointOf(set, space)),
  };
}

/** One digit of a point's number, in the order of nesting. */
interface Digit {
  readonly radix: number;
  /** What one step of it adds to the point's number in the full grid. */
  readonly weight: number;
}

/** The shared parameters, then all others; empty where none is shared. */
function nestingOf({ parameters }: Space, sharing: readonly string[]): Digit[] {
  const weights = new Map<string, Digit>();
  let weight = 1;
  for (const { name, levels } of parameters.toReversed()) {
    const radix = levels ?? 1;
    weights.set(name, { radix, weight });
    weight *= radix;
  }
  const first = [...new Set(sharing)].filter((name) => weights.has(name));
  if (first.length === 0) return [];
  const others = parameters.map(({ name }) => name).filter((name) => !first.includes(name));
  return [...first, ...others].map((name) => weights.get(name) as Digit);
}

function blockwise(space: Space, digits: readonly Digit[], random: Random): GridOrder {
  const block = blockSize(digits);
  const size = digits.reduce((product, { radix }) => product * radix, 1);
  const keys = Array.from({ length: 6 }, () => Math.floor(random() * 2 ** 32));
  const order = createSmallPermutation(size / block, keys);
  let before = -1;
  let start = 0;
  return {
    pointAt(place) {
      const number = Number(place);
      const which = Math.floor(number / block);
      // Walked in order, so that nearly all places are in the block of the one before.
      if (which !== before) start = order.at(which) * block;
      before = which;
      return toPoint(start + (number % block), digits);
    },
    placeOf(set) {
      const number = fromPoint(space.pointOf?.(set) ?? 0, digits);
      return BigInt(order.placeOf(Math.floor(number / block)) * block + (number % block));
    },
  };
}

/** Points of the innermost parameters, as many of them as a block needs. */
function blockSize(digits: readonly Digit[]): number {
  let size = 1;
  for (const { radix } of digits.toReversed()) {
    if (size >= LEAST_BLOCK) break;
    size *= radix;
  }
  return size;
}

function toPoint(number: number, digits: readonly Digit[]): number {
  let rest = number;
  let point = 0;
  for (let place = digits.length - 1; place >= 0; place--) {
    const { radix, weight } = digits[place] as Digit;
    const higher = Math.floor(rest / radix);
    point += (rest - higher * radix) * weight;
    rest = higher;
  }
  return point;
}

function fromPoint(point: number, digits: readonly Digit[]): number {
  let number = 0;
  for (const { radix, weight } of digits) {
    number = number * radix + (Math.floor(point / weight) % radix);
  }
  return number;
}

/** The inverse of `space.at`. */
function pointOf(set: ParameterSet, { parameters }: Space): bigint {
  let index = 0n;
  for (const { name, levels, levelOf } of parameters) {
    const value = Object.hasOwn(set, name) ? set[name] : undefined;
    index = index * BigInt(levels ?? 1) + BigInt(value === undefined ? 0 : levelOf(value));
  }
  return index;
}
