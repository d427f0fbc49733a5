/** Bytes of shared buffers that the columns which can be reached from a value hold; what lies behind their ends was never written. */
export function sharedBytes(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return ofView(value, seen);
  return Object.values(value).reduce<number>((sum, part) => sum + sharedBytes(part, seen), 0);
}

function ofView({ buffer, byteLength }: ArrayBufferView, seen: Set<unknown>): number {
  if (!(buffer instanceof SharedArrayBuffer) || seen.has(buffer)) return 0;
  seen.add(buffer);
  return byteLength;
}
