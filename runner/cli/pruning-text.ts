import type { Job, PruningSettings } from '../domain/job.ts';
import { countText, durationText } from '../domain/number-text.ts';
import type { RunRecord } from '../domain/run-record.ts';

/** How a job gives backtests up: `below the 25th percentile of return, …`. Null where it does not. */
export function pruningText({ pruning }: Pick<Job, 'pruning'>): string | null {
  if (pruning === undefined) return null;
  const { startup, measure } = pruning;
  const what = `${ruleText(pruning)} by ${measure.replaceAll('_', ' ')}`;
  return `${what}, ${whenText(pruning)}, once there are ${countText(startup)} to compare with`;
}

function ruleText({ pruner, percentile, reduction }: PruningSettings): string {
  if (pruner === 'median') return 'gives up what is below the median';
  if (pruner === 'percentile') return `gives up what is below percentile ${percentile}`;
  return `successive halving, one in ${reduction} goes on`;
}

function whenText({ pruner, warmUp, interval, reduction }: PruningSettings): string {
  const first = `from ${percentText(warmUp)} of the days on`;
  return pruner === 'successive_halving'
    ? `${first}, looks ${reduction} times as far apart each time`
    : `${first}, every ${percentText(interval)}`;
}

/** What pruning has spared a run; null where nothing was pruned. */
export function sparedText({ symbols }: Pick<RunRecord, 'symbols'>): string | null {
  let pruned = 0;
  let evaluations = 0;
  let backtests = 0;
  let seconds = 0;
  for (const { counts, spared } of symbols) {
    pruned += counts.pruned;
    evaluations += counts.evaluations;
    backtests += spared?.backtests ?? 0;
    seconds += spared?.seconds ?? 0;
  }
  if (pruned === 0) return null;
  const share = percentText(pruned / evaluations);
  const days = percentText(backtests / evaluations);
  return (
    `${countText(pruned)} evaluations, ${share}; ${days} of all backtest days not run, ` +
    `some ${durationText(seconds)} of slot time spared`
  );
}

function percentText(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
