import type { BacktestContext } from '../engine/backtest-context.ts';
import { inStrategy } from '../engine/phase.ts';
import type { SecurityEvent, Slice } from '../engine/slice.ts';
import { type EventReceiver, tellEvents } from '../engine/tell-events.ts';
import type { Lead } from './lead.ts';

export interface LeadReceiver extends EventReceiver {
  onData(slice: Slice): void;
}

interface Leads {
  readonly leads: readonly Lead[];
  /** From this moment on, up to the other. */
  readonly first: number;
  readonly begin: number;
}

/** Feeds an algorithm the bars and events before its start, by the moments at which they come. */
export function feedLeads(context: BacktestContext, source: Leads, receiver: LeadReceiver): void {
  const { clock, reactions, slice } = context;
  const { leads } = source;
  const events = eventsOf(source);
  for (const now of momentsOf(source, events)) {
    reactions.before(now);
    clock.utc = now;
    const hasBars = advance(leads, now);
    reactions.after();
    slice.set(now, hasBars, events.get(now) ?? []);
    for (const { security, to } of leads) {
      if (security.index >= 0) security.seen.index = security.index - to;
    }
    reactions.push();
    inStrategy(() => {
      tellEvents(receiver, slice);
      receiver.onData(slice);
    });
  }
}

function eventsOf({ leads, first, begin }: Leads): ReadonlyMap<number, SecurityEvent[]> {
  const events = new Map<number, SecurityEvent[]>();
  for (const { security, data } of leads) {
    for (const event of data.events) {
      if (event.time < first || event.time >= begin) continue;
      const now = events.get(event.time);
      if (now === undefined) events.set(event.time, [{ security, event }]);
      else now.push({ security, event });
    }
  }
  return events;
}

function momentsOf({ leads }: Leads, events: ReadonlyMap<number, unknown>): number[] {
  const moments = new Set(events.keys());
  for (const { data, from, to } of leads) {
    for (let index = from; index < to; index++) moments.add(data.bars.end[index] as number);
  }
  return [...moments].sort((a, b) => a - b);
}

/** Whether any security has a bar now. */
function advance(leads: readonly Lead[], now: number): boolean {
  let hasBars = false;
  for (const { security, data, from, to } of leads) {
    const next = security.index < 0 ? from : security.index + 1;
    if (next >= to || data.bars.end[next] !== now) continue;
    security.advance(next);
    hasBars = true;
  }
  return hasBars;
}
