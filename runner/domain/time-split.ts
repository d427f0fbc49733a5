/** What the time of a search's slots went to, in the order in which it is shown. */
export const TIME_KINDS = [
  'strategy',
  'engine',
  'data',
  'search',
  'journal',
  'dispatch',
  'waiting',
] as const;

export type TimeKind = (typeof TIME_KINDS)[number];

/**
 * Where a search's time went, in seconds of slots: all parts together are slots × seconds, so that
 * a part's share is the share of the run's duration that it cost.
 *
 * - `strategy`: the strategy's callbacks with all they call, extrapolated from samples; part of
 *   `engine` where the executor cannot tell them apart
 * - `engine`: the rest of the backtests
 * - `data`: reading and checking data and strategy, that before the search included
 * - `search`: asking and telling samplers, finding repeats, scoring
 * - `journal`: writing lines and telling those who watch; reading them back on resume
 * - `dispatch`: sending backtests out and getting their results back, failed tries included
 * - `waiting`: slots without work, such as at the end of a generation
 */
export type TimeSplit = Readonly<Record<TimeKind, number>>;

export function addTimes(splits: readonly Partial<TimeSplit>[]): TimeSplit {
  const total: Record<TimeKind, number> = {
    strategy: 0,
    engine: 0,
    data: 0,
    search: 0,
    journal: 0,
    dispatch: 0,
    waiting: 0,
  };
  for (const split of splits) {
    for (const kind of TIME_KINDS) total[kind] += split[kind] ?? 0;
  }
  return total;
}
