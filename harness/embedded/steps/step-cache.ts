/**
 * Results of steps, dropped in the order of their last use when they hold more memory than allowed.
 * One for all that a thread works on. A result is kept as long as those that were made of it, and as
 * long as somebody has it pinned: one may hold numbers that only another, of the same making, knows.
 */
export interface StepCache {
  get(node: number): unknown;
  has(node: number): boolean;
  /** @param uses numbers of the results that it was made of; they are there */
  set(node: number, result: unknown, uses: Int32Array): void;
  /** Keeps a result until it is released. */
  pin(node: number): void;
  release(node: number): void;
  /** A number that no other result of this cache has. */
  nextNode(): number;
}

interface Entry {
  readonly result: unknown;
  readonly uses: Int32Array;
  bytes: number;
  /** How many results made of it are kept, and how many have it pinned. */
  pins: number;
}

/** Rough size of the engine's own objects around a result. */
const OVERHEAD = 128;
/** Results that grow are weighed again this often, where there are many. */
const SETS_BETWEEN_WEIGHINGS = 32;
/** Elements of a list that are looked at to tell the size of the rest. */
const SAMPLED = 64;

export function createStepCache(maxBytes: number): StepCache {
  // In the order of use, oldest first.
  const kept = new Map<number, Entry>();
  /** Those that grow: they tell their size themselves. */
  const growing = new Map<number, { readonly bytes: number }>();
  let total = 0;
  let nodes = 0;
  let sets = 0;

  const drop = (node: number, { bytes, uses }: Entry): void => {
    total -= bytes;
    kept.delete(node);
    growing.delete(node);
    for (const used of uses) addPins(used, -1);
  };

  const addPins = (node: number, count: 1 | -1): void => {
    const entry = kept.get(node);
    if (entry !== undefined) entry.pins += count;
  };

  const weighAgain = (): void => {
    for (const [node, result] of growing) {
      const entry = kept.get(node);
      if (entry === undefined) continue;
      total += result.bytes - entry.bytes;
      entry.bytes = result.bytes;
    }
  };

  const makeRoom = (newest: number): void => {
    for (const [node, entry] of kept) {
      if (total <= maxBytes) return;
      if (entry.pins === 0 && node !== newest) drop(node, entry);
    }
  };

  return {
    get(node) {
      const entry = kept.get(node);
      if (entry === undefined) return undefined;
      kept.delete(node);
      kept.set(node, entry);
      return entry.result;
    },
    has: (node) => kept.has(node),
    set(node, result, uses) {
      const bytes = bytesOf(result);
      kept.set(node, { result, uses, bytes, pins: 0 });
      for (const used of uses) addPins(used, 1);
      total += bytes;
      if (tellsBytes(result)) growing.set(node, result);
      if (++sets % SETS_BETWEEN_WEIGHINGS === 0 || growing.size < SETS_BETWEEN_WEIGHINGS)
        weighAgain();
      makeRoom(node);
    },
    pin: (node) => addPins(node, 1),
    release: (node) => addPins(node, -1),
    nextNode: () => nodes++,
  };
}

function tellsBytes(value: unknown): value is { readonly bytes: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'bytes' in value &&
    typeof value.bytes === 'number'
  );
}

/** About what a result holds; a result may tell it itself, as `bytes`. */
export function bytesOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return 2 * value.length + 16;
  if (typeof value !== 'object' || value === null) return 8;
  if (depth === 0 && tellsBytes(value)) return value.bytes;
  if (ArrayBuffer.isView(value)) return value.byteLength + OVERHEAD;
  if (depth > 4) return OVERHEAD;
  if (value instanceof Map || value instanceof Set) return OVERHEAD + value.size * OVERHEAD;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  const looked = parts.slice(0, SAMPLED);
  const sum = looked.reduce<number>((bytes, part) => bytes + bytesOf(part, depth + 1), 0);
  return OVERHEAD + (looked.length === 0 ? 0 : (sum / looked.length) * parts.length);
}
