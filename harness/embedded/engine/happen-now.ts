import { applyCorporateEvents } from './apply-corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';
import type { SecurityEvent } from './slice.ts';

/** Applies the events of a moment to the only security, from the first on, and returns them. */
export function happenNow(context: BacktestContext, first: number): readonly SecurityEvent[] {
  const { events } = context.data.timeline;
  const [security] = context.portfolio.securities;
  const time = events[first]?.time;
  const now: SecurityEvent[] = [];
  if (security === undefined) return now;
  for (let next = first; events[next]?.time === time; next++) {
    const event = events[next];
    if (event === undefined) break;
    now.push({ security, event });
  }
  applyCorporateEvents(context, now);
  return now;
}
