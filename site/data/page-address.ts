/** A browser lets an address be changed 200 times in 30 seconds; a drag would do it more often. */
const WAIT_MS = 300;

const changes = new Map<string, readonly string[]>();

function apply(): void {
  const params = new URLSearchParams(location.search);
  for (const [name, values] of changes) {
    params.delete(name);
    for (const value of values) params.append(name, value);
  }
  changes.clear();
  history.replaceState(null, '', `${location.pathname}?${params}`);
}

/** Puts values under a name of the page's address a little later, in place of those there; none removes it. */
export function keepInAddress(name: string, values: readonly string[]): void {
  if (changes.size === 0) window.setTimeout(apply, WAIT_MS);
  changes.set(name, values);
}

export function fromAddress(name: string): readonly string[] {
  return new URLSearchParams(location.search).getAll(name);
}
