import type { Pauses } from './milestone-watch.ts';

/** The pauses of all who want some, each told at every one of them; null where nobody does. */
export function allPauses(...wanted: readonly (Pauses | null)[]): Pauses | null {
  const asked = wanted.filter((pauses) => pauses !== null);
  if (asked.length <= 1) return asked[0] ?? null;
  const ends = new Set(asked.flatMap((pauses) => pauses.ends));
  return {
    ends: [...ends].sort((a, b) => a - b),
    look(slices) {
      for (const pauses of asked) pauses.look(slices);
    },
  };
}
