/** Where a value stands in a file, from the outside in. */
export type Path = readonly (string | number)[];

/** `['stages', 0, 'samples']` → `stages[0].samples`. */
export function formatPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (!/^[$\w-]+$/.test(part)) text += `[${JSON.stringify(part.slice(0, 60))}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

/** The value at a path; undefined where there is none. Inherited properties are not values. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** `stages[0].samples` → `['stages', 0, 'samples']`. */
export function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) =>
    index === undefined ? part : Number(index),
  );
}
