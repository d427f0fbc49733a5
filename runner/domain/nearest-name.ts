/**
 * The candidate that a misspelt name most likely meant, or that it is the beginning of; undefined
 * where none is near.
 * Own code: a dependency would serve this one hint.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = normalise(name);
  // Any two short names are near each other.
  if (wanted.length < 3) return;
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let least = allowed + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, normalise(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best ?? candidates.find((candidate) => normalise(candidate).startsWith(wanted));
}

function normalise(name: string): string {
  return name
    .slice(0, 60)
    .toLowerCase()
    .replace(/[-_\s]/g, '');
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(substitution, at(last, column) + 1, at(current, column - 1) + 1, swap));
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
