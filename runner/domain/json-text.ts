/** One JSON document; infinities as the strings "Infinity" and "-Infinity", as in a run's files. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, encoded, 2)}\n`;
}

function encoded(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? undefined : String(value);
}
