/** Long enough to make what a chunk costs small, short enough for progress to look live. */
const AIM_MS = 25;
const MAX_SIZE = 1_000;

/** How many backtests one call should carry: as many as take some 25 ms together. */
export interface ChunkSize {
  /** From 1, before anything was measured, to 1,000. */
  readonly current: number;
  /** Tells how long a chunk took. */
  record(backtests: number, ms: number): void;
}

export function createChunkSize(): ChunkSize {
  let perBacktest = Number.POSITIVE_INFINITY;
  return {
    get current() {
      return Math.min(MAX_SIZE, Math.max(1, Math.round(AIM_MS / perBacktest)));
    },
    record(backtests, ms) {
      if (backtests === 0) return;
      const measured = Math.max(ms / backtests, AIM_MS / MAX_SIZE);
      // Down at once, since the first ones run before the compiler has seen them; up by halves,
      // since a pause of the machine is no property of the backtests.
      perBacktest = measured < perBacktest ? measured : (perBacktest + measured) / 2;
    },
  };
}
