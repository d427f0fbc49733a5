import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { formatDay, parseDay } from '../../../harness/embedded/data/calendar-day.ts';
import type { MarketHours } from '../../../harness/embedded/data/market-hours.ts';
import { Algorithm, DayOfWeek, TimeSpan } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { type DateRule, DateRules } from '../../../harness/embedded/scheduling/date-rules.ts';
import { calendarOf } from '../../../harness/embedded/scheduling/market-calendar.ts';
import { ScheduledEvents } from '../../../harness/embedded/scheduling/scheduled-events.ts';
import { TimeRules } from '../../../harness/embedded/scheduling/time-rules.ts';
import { missingReference } from './lean-reference.ts';
import { leanSetup, newYork, runInline } from './run-inline.ts';

const HOUR = 3_600_000;
const session = [[9.5 * HOUR, 16 * HOUR]] as const;

/** Shares: closed on Thanksgiving 2013, early closing on the day after it. */
const shares: MarketHours = {
  exchangeZone: 'America/New_York',
  dataZone: 'America/New_York',
  week: [[], session, session, session, session, session, []],
  holidays: new Set([parseDay('2013-11-28'), parseDay('2014-01-01')]),
  earlyCloses: new Map([[parseDay('2013-11-29'), 13 * HOUR]]),
  lateOpens: new Map(),
};

const context = {
  calendar: () => calendarOf(shares),
  today: () => parseDay('2013-11-26'),
  now: () => Date.parse('2013-11-26T15:00Z'),
  zone: () => 'America/New_York',
};
const dates = new DateRules(context);
const times = new TimeRules(context);

const daysOf = (rule: DateRule, first: string, last: string) =>
  [...rule.days(parseDay(first), parseDay(last))].map((day) => formatDay(day).slice(5)).join(' ');

describe('DateRules', () => {
  test.each([
    ['everyDay', dates.everyDay(), '11-27 11-28 11-29 11-30 12-01'],
    ['everyDay(symbol)', dates.everyDay('SPY'), '11-27 11-29'],
    ['every', dates.every(DayOfWeek.Friday, DayOfWeek.Sunday), '11-29 12-01'],
    ['on', dates.on('2013-11-28', '2014-11-28'), '11-28'],
    ['on(year, month, day)', dates.on(2013, 11, 30), '11-30'],
    ['today', dates.today, '11-26'],
    ['tomorrow', dates.tomorrow, '11-27'],
  ])('%s', (_, rule, expected) => {
    expect(daysOf(rule, '2013-11-27', '2013-12-01')).toBe(expected);
  });

  test.each([
    ['weekStart', dates.weekStart(), '11-25 12-02 12-09'],
    ['weekEnd', dates.weekEnd(), '11-29 12-06'],
    ['weekEnd(symbol, 1)', dates.weekEnd('SPY', 1), '11-27 12-05'],
    ['weekStart(symbol, 4) is cut at the week’s end', dates.weekStart('SPY', 4), '11-29 12-06'],
    ['monthStart(symbol)', dates.monthStart('SPY'), '12-02'],
    ['monthStart(5)', dates.monthStart(5), '12-06'],
    ['monthEnd(symbol)', dates.monthEnd('SPY'), '11-29'],
    ['monthEnd(symbol, 1)', dates.monthEnd('SPY', 1), '11-27'],
    ['quarterEnd', dates.quarterEnd(), ''],
  ])('%s', (_, rule, expected) => {
    expect(daysOf(rule, '2013-11-25', '2013-12-11')).toBe(expected);
  });

  test('years begin and end on trading days where a symbol is named', () => {
    expect(daysOf(dates.yearStart('SPY'), '2013-12-01', '2014-02-01')).toBe('01-02');
    expect(daysOf(dates.yearEnd(), '2013-12-01', '2014-02-01')).toBe('12-31');
    expect(daysOf(dates.quarterStart('SPY', 1), '2013-12-01', '2014-02-01')).toBe('01-03');
  });

  test('refuses what is no date or no offset', () => {
    expect(() => dates.on('soon')).toThrow('wanted a date such as 2013-10-07, found "soon"');
    expect(() => dates.weekStart(-1)).toThrow('wanted an offset from 0, found -1');
  });
});

describe('TimeRules', () => {
  const days = ['2013-11-27', '2013-11-28', '2013-11-29'].map(parseDay);

  test.each([
    ['at', times.at(10, 15), '27 10:15 28 10:15 29 10:15'],
    ['at(zone)', times.at(10, 15, 'UTC'), '27 05:15 28 05:15 29 05:15'],
    ['midnight', times.midnight, '27 00:00 28 00:00 29 00:00'],
    ['noon', times.noon, '27 12:00 28 12:00 29 12:00'],
    ['afterMarketOpen', times.afterMarketOpen('SPY', 30), '27 10:00 29 10:00'],
    ['beforeMarketOpen', times.beforeMarketOpen('SPY', 10), '27 09:20 29 09:20'],
    ['beforeMarketClose', times.beforeMarketClose('SPY', 15), '27 15:45 29 12:45'],
    ['afterMarketClose', times.afterMarketClose('SPY', 5), '27 16:05 29 13:05'],
    [
      'every',
      times.every(TimeSpan.fromHours(12)),
      '27 00:00 27 12:00 28 00:00 28 12:00 29 00:00 29 12:00',
    ],
  ])('%s', (_, rule, expected) => {
    const moments = [...rule.times(days)].map((utc) => newYork(utc).slice(8));
    expect(moments.join(' ')).toBe(expected);
  });

  test('refuses times that are none', () => {
    expect(() => times.at(24, 0)).toThrow('wanted a time of day, found 24:0');
    expect(() => times.every(TimeSpan.fromMinutes(0))).toThrow('wanted a time above 0');
  });
});

describe('ScheduledEvents', () => {
  test('fires by time, each at its own moment, and leaves out what has passed', () => {
    const clock = { utc: 10 };
    const events = new ScheduledEvents(clock);
    const fired: string[] = [];
    const note = (name: string) => fired.push(`${name}@${clock.utc}`);
    events.add('a', [5, 12, 30], note);
    events.add('b', [11, 30], note);
    const off = events.add('off', [12], note);
    off.enabled = false;
    events.fireBefore(100);
    expect(fired).toEqual([]);
    events.start();
    events.fireBefore(30);
    expect(fired).toEqual(['b@11', 'a@12']);
    clock.utc = 30;
    events.fireDue();
    expect(fired.slice(2).sort()).toEqual(['a@30', 'b@30']);
    events.remove(off);
    expect(events.next).toBe(Number.POSITIVE_INFINITY);
  });
});

describe.skipIf(missingReference !== null)('schedule.on() fires when LEAN does', () => {
  test('at prices of before, after fills and before new bars are known', () => {
    const lines: string[] = [];
    runInline(
      leanSetup({ resolution: 'hour', dates: { start: '2013-11-27', end: '2013-12-02' } }),
      () => {
        return new (class extends Algorithm {
          initialize(): void {
            const { symbol } = this.addSecurity();
            const sma = this.sma(symbol, 3);
            const on = (
              name: string,
              ...[days, time]: [DateRule, ReturnType<typeof this.timeRules.at>]
            ) =>
              this.schedule.on(name, days, time, () =>
                lines.push(`${newYork(this.utcTime.getTime())} ${name} ${sma.samples}`),
              );
            on('open', this.dateRules.everyDay(symbol), this.timeRules.afterMarketOpen(symbol, 30));
            on(
              'close',
              this.dateRules.everyDay(symbol),
              this.timeRules.beforeMarketClose(symbol, 0),
            );
            on('evening', this.dateRules.everyDay(), this.timeRules.at(20, 0));
          }
        })();
      },
    );
    // 28 November was a holiday, the day after it ended at 13:00.
    expect(lines).toEqual([
      '2013-11-27 10:00 open 0',
      '2013-11-27 16:00 close 6',
      '2013-11-27 20:00 evening 7',
      '2013-11-28 20:00 evening 7',
      '2013-11-29 10:00 open 7',
      '2013-11-29 13:00 close 10',
      '2013-11-29 20:00 evening 11',
      '2013-11-30 20:00 evening 11',
      '2013-12-01 20:00 evening 11',
      '2013-12-02 10:00 open 11',
      '2013-12-02 16:00 close 17',
    ]);
  });
});

/** Trades from events and from consolidated bars alone. */
class Trading extends Algorithm {
  #isOdd = false;

  initialize(): void {
    const { symbol } = this.addSecurity();
    const { dateRules: dates, timeRules: times } = this;
    this.schedule.on(dates.everyDay(symbol), times.afterMarketOpen(symbol, 45), () => {
      if (this.portfolio.invested) this.liquidate(symbol);
      else this.setHoldings(symbol, 0.6);
    });
    this.schedule.on(dates.weekStart(symbol), times.beforeMarketClose(symbol, 30), () => {
      this.marketOrder(symbol, 7);
    });
    this.schedule.on(dates.everyDay(), times.at(20, 0), () => {
      this.#isOdd = !this.#isOdd;
      if (this.#isOdd) this.marketOnOpenOrder(symbol, 3);
    });
    this.consolidate(symbol, TimeSpan.fromHours(2), ({ open, close }) => {
      if (close < open) this.limitOrder(symbol, -2, close * 1.001);
    });
  }
}

describe.skipIf(missingReference !== null)('orders sent by events are LEAN’s', () => {
  test.each([
    ['minutes', { resolution: 'minute' }, 15, 99_962.49],
    [
      'hours',
      { resolution: 'hour', dates: { start: '2013-10-07', end: '2014-01-15' } },
      263,
      100_403.78,
    ],
  ] as const)('over %s', (_, changes, orders, equity) => {
    const setup = leanSetup(changes);
    const strategy = { name: 'trading', create: () => new Trading(), parameters: {} };
    const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
    const { metrics, result } = backtest.run({}, 'full');
    expect(Object.keys(JSON.parse(result ?? '').orders).length).toBe(orders);
    expect(metrics['end_equity']).toBeCloseTo(equity, 2);
  });
});
