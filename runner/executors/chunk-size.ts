/** Long enough to make what a chunk costs small, short enough for progress to look live. */
const ALONE = { aimMs: 25, maxSize: 1_000 };
/**
 * Sets that share steps lie together: two slots that take turns at short pieces would each compute
 * them all. Their outcomes come on the way, so that progress looks live all the same.
 */
const SHARED = { aimMs: 750, maxSize: 8_000 };
/** Shorter backtests count as if they took this. */
const SHORTEST_MS = 0.025;

/** How many backtests one call should carry: as many as take some 25 ms, more where they share steps. */
export interface ChunkSize {
  /** From 1, before anything was measured, to 1,000, or 8,000. */
  readonly current: number;
  /** Says whether backtests share steps; they do not where nobody says so. */
  share(isShared: boolean): void;
  /** Tells how long a chunk took. */
  record(backtests: number, ms: number): void;
}

export function createChunkSize(): ChunkSize {
  let perBacktest = Number.POSITIVE_INFINITY;
  let { aimMs, maxSize } = ALONE;
  return {
    get current() {
      return Math.min(maxSize, Math.max(1, Math.round(aimMs / perBacktest)));
    },
    share(isShared) {
      ({ aimMs, maxSize } = isShared ? SHARED : ALONE);
    },
    record(backtests, ms) {
      if (backtests === 0) return;
      const measured = Math.max(ms / backtests, SHORTEST_MS);
      // Down at once, since the first ones run before the compiler has seen them; up by halves,
      // since a pause of the machine is no property of the backtests.
      perBacktest = measured < perBacktest ? measured : (perBacktest + measured) / 2;
    },
  };
}
