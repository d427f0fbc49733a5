/**
 * Results of steps, dropped in the order of their last use when they hold more memory than allowed.
 * One for all that a thread works on.
 */
export interface StepCache {
  get(node: number): unknown;
  has(node: number): boolean;
  set(node: number, result: unknown): void;
  delete(node: number): void;
  /** A number that no other result of this cache has. */
  nextNode(): number;
}

/** Rough size of the engine's own objects around a result. */
const OVERHEAD = 128;
/** Elements of a list that are looked at to tell the size of the rest. */
const SAMPLED = 64;

export function createStepCache(maxBytes: number): StepCache {
  // In the order of use, oldest first.
  const kept = new Map<number, { readonly result: unknown; bytes: number }>();
  /** Those that grow: they tell their size themselves. */
  const growing = new Map<number, { readonly bytes: number }>();
  let total = 0;
  let nodes = 0;

  const drop = (node: number): void => {
    total -= kept.get(node)?.bytes ?? 0;
    kept.delete(node);
    growing.delete(node);
  };

  const weighAgain = (): void => {
    for (const [node, result] of growing) {
      const entry = kept.get(node);
      if (entry === undefined) continue;
      total += result.bytes - entry.bytes;
      entry.bytes = result.bytes;
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
    set(node, result) {
      const bytes = bytesOf(result);
      kept.set(node, { result, bytes });
      total += bytes;
      if (tellsBytes(result)) growing.set(node, result);
      weighAgain();
      for (const oldest of kept.keys()) {
        if (total <= maxBytes || oldest === node) return;
        drop(oldest);
      }
    },
    delete: drop,
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
