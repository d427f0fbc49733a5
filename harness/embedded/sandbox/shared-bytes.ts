/** Bytes in the shared buffers that can be reached from a value. */
export function sharedBytes(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return sharedBytes(value.buffer, seen);
  if (value instanceof SharedArrayBuffer) return value.byteLength;
  return Object.values(value).reduce<number>((sum, part) => sum + sharedBytes(part, seen), 0);
}
