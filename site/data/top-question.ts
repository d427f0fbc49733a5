import type { ChosenRows } from '../../runner/server/views.ts';
import { api } from './api.ts';
import { describe } from './describe-error.ts';
import type { Brushes } from './explorer-model.ts';
import { type TopView, topQuery } from './top-view.ts';
import type { ExploredSearch } from './watch-search.ts';

/** While one drags, the server is not asked for every step. */
const ASK_WAIT_MS = 250;
/** A search that is running is asked anew this often. */
const FRESH_MS = 10_000;

/** What the best are asked for. */
export interface TopWish {
  readonly search: ExploredSearch;
  readonly view: TopView;
  readonly brushes: Brushes;
}

export interface TopQuestion {
  /** Asks soon, in place of what was to be asked. */
  ask(): void;
  /** Asks when the last answer is old. */
  refresh(): void;
  /** Wants no answer any more. */
  drop(): void;
}

/** Asks the server for the best of a choice. */
export function createTopQuestion({
  wish,
  onFound,
  onFailed,
}: {
  /** What is wanted by the time it is asked; null for nothing. */
  readonly wish: () => TopWish | null;
  readonly onFound: (found: ChosenRows) => void;
  readonly onFailed: (why: string) => void;
}): TopQuestion {
  let asked = new AbortController();
  let askedAt = Number.NEGATIVE_INFINITY;
  let soon: number | undefined;

  async function fetchRows(): Promise<void> {
    soon = undefined;
    const wanted = wish();
    if (wanted === null) return;
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    askedAt = performance.now();
    const { search, view, brushes } = wanted;
    try {
      const query = topQuery(view, brushes);
      const found = await api.chosen(search.id, search.symbol, query, signal);
      if (!signal.aborted) onFound(found);
    } catch (error) {
      if (!signal.aborted) onFailed(describe(error));
    }
  }

  function schedule(wait: number): void {
    window.clearTimeout(soon);
    soon = window.setTimeout(() => void fetchRows(), Math.max(ASK_WAIT_MS, wait));
  }

  return {
    ask: () => schedule(0),
    refresh() {
      const wait = askedAt + FRESH_MS - performance.now();
      if (wait <= 0 || soon === undefined) schedule(wait);
    },
    drop() {
      asked.abort();
      window.clearTimeout(soon);
      soon = undefined;
    },
  };
}
