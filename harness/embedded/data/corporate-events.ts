import { MS_PER_DAY } from './calendar-day.ts';
import { type FactorFile, factorEvents } from './factor-file.ts';
import { delistingDay, type MapFile, tickerOn } from './map-file.ts';
import type { Session } from './market-hours.ts';
import { distribution } from './security-bars.ts';
import type { TimeZone } from './time-zone.ts';

interface At {
  /** Midnight of the day it takes effect, in UTC ms. */
  readonly time: number;
}

export interface DividendEvent extends At {
  readonly kind: 'dividend';
  /** Cash per share. */
  readonly distribution: number;
  readonly referencePrice: number;
}

export interface SplitEvent extends At {
  readonly kind: 'split';
  /** A warning comes at the midnight before the last trading day of the old shares. */
  readonly type: 'warning' | 'splitOccurred';
  /** Old price times this is the new price. */
  readonly factor: number;
  readonly referencePrice: number;
}

export interface SymbolChangeEvent extends At {
  readonly kind: 'symbol-change';
  readonly oldTicker: string;
  readonly newTicker: string;
}

/** The shares stop trading: the warning comes on their last day, the rest after it. */
export interface DelistingEvent extends At {
  readonly kind: 'delisting';
  readonly type: 'warning' | 'delisted';
}

export type CorporateEvent = DividendEvent | SplitEvent | SymbolChangeEvent | DelistingEvent;

interface Source {
  readonly factors: FactorFile;
  readonly mapFile: MapFile;
  readonly ticker: string;
  /** Days of trading, none after the delisting. */
  readonly sessions: readonly Session[];
  readonly lastDay: number;
  readonly zone: TimeZone;
}

/**
 * Events that LEAN emits at midnight before trading days: one from the factor file takes effect on
 * the trading day after its row, if that row's day is itself among the sessions.
 */
export function corporateEvents(source: Source): CorporateEvent[] {
  const events = [...splitsAndDividends(source), ...symbolChanges(source), ...delistings(source)];
  return events.sort((a, b) => a.time - b.time);
}

function delistings({ mapFile, sessions, zone, lastDay }: Source): CorporateEvent[] {
  const last = delistingDay(mapFile);
  const [first] = sessions;
  if (last === null || first === undefined || last < first.day || last > lastDay) return [];
  const warning = { kind: 'delisting', type: 'warning', time: midnight(last, zone) } as const;
  const delisted = { kind: 'delisting', type: 'delisted', time: midnight(last + 1, zone) } as const;
  return last < lastDay ? [warning, delisted] : [warning];
}

function splitsAndDividends({ factors, mapFile, sessions, zone }: Source): CorporateEvent[] {
  const last = delistingDay(mapFile) ?? Number.POSITIVE_INFINITY;
  const position = new Map(sessions.map((session, index) => [session.day, index]));
  const events: CorporateEvent[] = [];
  for (const event of factorEvents(factors)) {
    const index = position.get(event.day);
    if (index === undefined) continue;
    const next = sessions[index + 1];
    if (event.kind === 'split') {
      events.push({ ...splitOf(event), type: 'warning', time: midnight(event.day, zone) });
    }
    if (next === undefined || next.day > last) continue;
    const time = midnight(next.day, zone);
    if (event.kind === 'split') events.push({ ...splitOf(event), type: 'splitOccurred', time });
    else {
      const referencePrice = event.reference;
      const cash = distribution(referencePrice, event.ratio);
      events.push({ kind: 'dividend', time, distribution: cash, referencePrice });
    }
  }
  return events;
}

function splitOf({ ratio, reference }: { ratio: number; reference: number }) {
  return { kind: 'split', factor: ratio, referencePrice: reference } as const;
}

function symbolChanges({ mapFile, ticker, sessions, zone }: Source): CorporateEvent[] {
  const events: CorporateEvent[] = [];
  let current: string | null = null;
  for (const { day } of sessions) {
    const now = tickerOn(mapFile, day, ticker);
    if (now !== null && current !== null && now !== current) {
      const time = midnight(day, zone);
      events.push({ kind: 'symbol-change', time, oldTicker: current, newTicker: now });
    }
    current = now ?? current;
  }
  return events;
}

function midnight(day: number, zone: TimeZone): number {
  return zone.toUtc(day * MS_PER_DAY);
}
