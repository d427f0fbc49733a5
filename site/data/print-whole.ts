/** What parts of the page ask for only when they are scrolled to. */
const needs = new Set<() => Promise<unknown>>();

/** After so long a page is printed with what is there. */
const LONGEST_WAIT_MS = 15_000;
const FRAMES = 3;

const print = globalThis.matchMedia?.('print');

/** Whether the page is laid out for paper: then there is nothing to scroll to. */
export function isOnPaper(): boolean {
  return print?.matches === true;
}

/** @param fetch asks for what the part still lacks; called before each print. Returns what ends it. */
export function fetchForPrint(fetch: () => Promise<unknown>): () => void {
  needs.add(fetch);
  return () => needs.delete(fetch);
}

function fetchAll(): Promise<unknown> {
  return Promise.allSettled([...needs].map((fetch) => fetch()));
}

/** Prints the page with what was never scrolled to: a browser's own command does not wait for it. */
export async function printWhole(): Promise<void> {
  const { dataset } = document.documentElement;
  // Plots are laid out for paper before it is asked for.
  dataset['paper'] = '';
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS));
  await Promise.race([fetchAll(), late]);
  // What came is laid out and drawn in the frames that follow.
  for (let frame = 0; frame < FRAMES; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  window.print();
  delete dataset['paper'];
}

/** Lets the keys for printing wait, too; once a page. */
export function followPrinting(): void {
  print?.addEventListener('change', () => void fetchAll());
  document.addEventListener('keydown', (event) => {
    const isPrint = event.key.toLowerCase() === 'p' && (event.ctrlKey || event.metaKey);
    if (!isPrint || event.shiftKey || event.altKey || needs.size === 0) return;
    event.preventDefault();
    void printWhole();
  });
}
