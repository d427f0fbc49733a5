import { fetchForPrint } from './print-whole.ts';

/** Which search is looked at, and how far it is. */
export interface ExploredSearch {
  readonly id: string;
  readonly symbol: string;
  readonly evaluations: number;
  /** Whether it has ended. */
  readonly isOver?: boolean;
}

export interface SearchWatch {
  show(search: ExploredSearch): void;
  /** Asks at once, though the element is not in sight. */
  want(): void;
}

/** A search that is running is asked for anew at most this often. */
const FRESH_MS = 10_000;

/**
 * Asks for what an element shows of a search: when it is first scrolled to or printed, and again when
 * there are more evaluations.
 */
export function watchSearch(
  host: Element,
  ask: (search: ExploredSearch) => Promise<void>,
): SearchWatch {
  let search: ExploredSearch | null = null;
  let asked: { readonly search: ExploredSearch; readonly at: number } | null = null;
  let isWanted = false;
  let again: number | undefined;
  let asking: Promise<void> = Promise.resolve();

  function refresh(): void {
    const now = search;
    if (!isWanted || now === null || now.evaluations === 0) return;
    if (asked?.search.evaluations === now.evaluations) return;
    const wait = (asked?.at ?? Number.NEGATIVE_INFINITY) + FRESH_MS - performance.now();
    window.clearTimeout(again);
    if (wait > 0) {
      again = window.setTimeout(refresh, wait);
      return;
    }
    asked = { search: now, at: performance.now() };
    asking = ask(now);
  }

  function want(): void {
    seen.disconnect();
    isWanted = true;
    refresh();
  }

  const seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) want();
  });
  seen.observe(host);
  fetchForPrint(() => {
    want();
    return asking;
  });
  return {
    show(next) {
      const { id, symbol, evaluations } = search ?? {};
      const isKnown = next.id === id && next.symbol === symbol;
      if (isKnown && next.evaluations === evaluations) return;
      search = next;
      refresh();
    },
    want,
  };
}
