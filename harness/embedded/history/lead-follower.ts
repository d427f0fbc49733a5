import type { Resolution } from '../data/bar-grid.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { Security } from '../engine/security.ts';
import type { Indicator } from '../indicators/indicator.ts';
import type { IndicatorFollower } from '../indicators/indicator-follower.ts';
import { barsOf, type HistorySpan, historySpan } from './bars-between.ts';

interface Led {
  readonly security: Security;
  readonly follower: IndicatorFollower;
  readonly indicator: Indicator;
  readonly resolution: Resolution | null | undefined;
}

/**
 * Lets an indicator begin with as many bars before now as it needs. One that only follows the
 * security's bars goes on sharing its values with other backtests.
 */
export function leadFollower(
  { clock }: BacktestContext,
  { security, follower, indicator, resolution }: Led,
): void {
  const own = security.data.setup.resolution;
  const range = { count: indicator.warmUpPeriod, end: clock.utc };
  const span = historySpan(security, resolution ?? own, range);
  if (span === null) return;
  const isOwn = (resolution ?? own) === own;
  if (isOwn && follower.follows(security.source) && goesOn(security, span)) {
    const offset = span.to - security.seen.index - 1;
    const cursor = security.seen;
    follower.follow({ columns: span.data.bars, cursor, offset }, span.from);
    return;
  }
  // LEAN forgets what the indicator has seen.
  follower.reset();
  for (const bar of barsOf(span, security)) follower.updateBar(bar);
}

/** Whether the bars after the span are the ones that the security has yet to see. */
function goesOn({ source, seen }: Security, { data, to }: HistorySpan): boolean {
  const next = seen.index + 1;
  const { end } = data.bars;
  return end[to] === source.end[next] && end.length - to === source.end.length - next;
}
