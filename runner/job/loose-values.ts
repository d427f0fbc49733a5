/** Copies without the keys that start with `_`, which are comments in the older tools' files. */
export function withoutComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutComments);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('_'));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutComments(inner)]));
}

/** Copies with numbers where text under one of the keys, or under any, says a number. */
export function withNumbers(value: unknown, keys?: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((inner) => withNumbers(inner, keys));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    keys === undefined || keys.includes(key) ? asNumber(inner) : withNumbers(inner, keys),
  ]);
  return Object.fromEntries(entries);
}

/** Text that is a decimal number → the number; anything else as it is. */
export function asNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?\s*$/i.test(value) ? Number(value) : value;
}

/** As {@link asNumber}, and `"true"` → true, `"false"` → false. */
export function asNumberOrSwitch(value: unknown): unknown {
  if (value === 'true' || value === 'True') return true;
  return value === 'false' || value === 'False' ? false : asNumber(value);
}
