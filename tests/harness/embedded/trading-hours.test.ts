import { describe, expect, test } from 'vitest';
import { barGrid } from '../../../harness/embedded/data/bar-grid.ts';
import { parseDay } from '../../../harness/embedded/data/calendar-day.ts';
import { createBarLayer, startOf } from '../../../harness/embedded/data/columns.ts';
import {
  type MarketHours,
  type Span,
  spansOn,
} from '../../../harness/embedded/data/market-hours.ts';
import { tradingHours } from '../../../harness/embedded/data/trading-hours.ts';
import { ExchangeHours } from '../../../harness/embedded/engine/exchange-hours.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const HOUR = 3_600_000;
const clock = (hours: number, minutes = 0) => hours * HOUR + minutes * 60_000;

/** A currency market: from Sunday 17:03 to Friday 16:58, with a break every day. */
function currencyHours(changes: Partial<MarketHours> = {}): MarketHours {
  const day: Span[] = [
    [0, clock(16, 58)],
    [clock(17, 3), clock(24)],
  ];
  return {
    exchangeZone: 'America/New_York',
    dataZone: 'UTC',
    week: [[day[1] as Span], day, day, day, day, [day[0] as Span], []],
    holidays: new Set(),
    earlyCloses: new Map(),
    lateOpens: new Map(),
    ...changes,
  };
}

function timesOn(hours: MarketHours, date: string): string[] {
  return spansOn(hours, parseDay(date)).map((span) =>
    span.map((time) => new Date(time).toISOString().slice(5, 16)).join(' '),
  );
}

describe('spansOn()', () => {
  const wednesday = parseDay('2016-06-15');

  test('ends a day at its early close, with what comes after', () => {
    const earlyCloses = new Map([[wednesday, clock(14)]]);
    expect(timesOn(currencyHours({ earlyCloses }), '2016-06-15')).toEqual([
      '06-15T00:00 06-15T14:00',
    ]);
  });

  test('loses the span before an early close that falls into a break, as LEAN does', () => {
    const earlyCloses = new Map([[wednesday, clock(17)]]);
    expect(timesOn(currencyHours({ earlyCloses }), '2016-06-15')).toEqual([]);
  });

  test('opens late, also after an early close', () => {
    const lateOpens = new Map([[wednesday, clock(18)]]);
    expect(timesOn(currencyHours({ lateOpens }), '2016-06-15')).toEqual([
      '06-15T18:00 06-16T00:00',
    ]);
    const earlyCloses = new Map([[wednesday, clock(12)]]);
    expect(timesOn(currencyHours({ lateOpens, earlyCloses }), '2016-06-15')).toEqual([
      '06-15T00:00 06-15T12:00',
      '06-15T18:00 06-16T00:00',
    ]);
  });
});

describe('ExchangeHours', () => {
  const friday = parseDay('2016-06-17');
  const trading = tradingHours(currencyHours(), friday - 5, friday + 5);
  const hours = new ExchangeHours(trading, 'America/New_York');
  const utc = (text: string) => Date.parse(`${text}:00Z`);

  test('isOpen() at the opening moment, not at the closing one', () => {
    expect(hours.isOpen(utc('2016-06-17T20:57'))).toBe(true);
    expect(hours.isOpen(utc('2016-06-17T20:58'))).toBe(false);
    expect(hours.isOpen(utc('2016-06-19T21:02'))).toBe(false);
    expect(hours.isOpen(utc('2016-06-19T21:03'))).toBe(true);
  });

  test('nextClose() passes over midnights at which trading goes on', () => {
    expect(hours.nextClose(utc('2016-06-16T01:00'))).toBe(utc('2016-06-16T20:58'));
    expect(hours.nextClose(utc('2016-06-16T20:58'))).toBe(utc('2016-06-17T20:58'));
  });

  test('answers the same whatever it was asked before', () => {
    const minutes = fc.integer({ min: -12 * 1440, max: 12 * 1440 });
    fc.assert(
      fc.property(fc.array(minutes, { minLength: 1, maxLength: 20 }), (asked) => {
        for (const minute of asked) {
          const moment = utc('2016-06-17T12:00') + minute * 60_000;
          const fresh = new ExchangeHours(trading, 'America/New_York');
          expect(hours.nextClose(moment)).toBe(fresh.nextClose(moment));
          expect(hours.isOpen(moment)).toBe(fresh.isOpen(moment));
        }
      }),
    );
  });
});

describe('createBarLayer()', () => {
  function layHours(starts: readonly string[]) {
    const [from, to] = [parseDay('2016-06-16'), parseDay('2016-06-21')];
    const hours = currencyHours();
    const grid = barGrid({
      hours,
      trading: tradingHours(hours, from - 1, to + 1),
      resolution: 'hour',
      sessions: [],
      isStrict: false,
      from: from * 24 * HOUR,
      to: to * 24 * HOUR,
    });
    const layer = createBarLayer(grid, 1, { fillForward: true });
    layer.add({
      start: starts.map((text) => Date.parse(`${text}:00Z`)),
      values: [starts.map((_, index) => index + 1)],
    });
    return layer.finish();
  }

  test('repeats a bar where data is missing, but not while the market is closed', () => {
    const { filled, values, ...times } = layHours(['2016-06-17T17:00', '2016-06-19T22:00']);
    const text = [...filled.keys()].map((index) =>
      new Date(startOf(times, index)).toISOString().slice(5, 13),
    );
    expect(text.slice(0, 6)).toEqual([
      '06-17T17',
      '06-17T18',
      '06-17T19',
      '06-17T20',
      '06-19T21',
      '06-19T22',
    ]);
    expect([...filled.slice(0, 6)]).toEqual([0, 1, 1, 1, 1, 0]);
    expect([...(values[0] ?? []).slice(0, 6)]).toEqual([1, 1, 1, 1, 1, 2]);
  });

  test('drops bars of hours in which the market is closed', () => {
    const { end } = layHours(['2016-06-18T10:00', '2016-06-20T23:00']);
    expect([...end]).toEqual([Date.UTC(2016, 5, 21)]);
  });

  test('ends a day’s bar at its time of day where clocks are changed', () => {
    const day = parseDay('2010-03-14');
    const hours = currencyHours();
    const trading = tradingHours(hours, day - 3, day + 3);
    const limits = { from: (day - 2) * 24 * HOUR, to: (day + 2) * 24 * HOUR };
    const source = { hours, trading, resolution: 'daily', sessions: [], isStrict: false } as const;
    const grid = barGrid({ ...source, ...limits });
    expect(grid.place(day * 24 * HOUR)).toEqual([Date.UTC(2010, 2, 14), Date.UTC(2010, 2, 14, 23)]);
  });
});
