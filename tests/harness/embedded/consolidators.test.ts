import { describe, expect, test } from 'vitest';
import { everyPeriod } from '../../../harness/embedded/consolidators/bar-schedule.ts';
import type { ConsolidatorPeriod } from '../../../harness/embedded/consolidators/create-consolidator.ts';
import {
  Algorithm,
  Calendar,
  type QuoteBar,
  RenkoConsolidator,
  TimeSpan,
  type TradeBar,
} from '../../../harness/embedded/leantune.ts';
import { missingReference } from './lean-reference.ts';
import { leanSetup, newYork, runInline } from './run-inline.ts';

type Line = readonly (string | number)[];

/** Notes every bar of the periods: when it came, what it is called, its span and its prices. */
class Consolidating extends Algorithm {
  readonly lines: Line[] = [];
  readonly #periods: Readonly<Record<string, ConsolidatorPeriod>>;
  readonly #brick: number;

  constructor(periods: Readonly<Record<string, ConsolidatorPeriod>>, brick: number) {
    super();
    this.#periods = periods;
    this.#brick = brick;
  }

  initialize(): void {
    const { symbol } = this.addSecurity();
    for (const [name, period] of Object.entries(this.#periods)) {
      this.consolidate(symbol, period, (bar: TradeBar | QuoteBar) => this.#note(name, bar));
    }
    const renko = new RenkoConsolidator(this.#brick);
    renko.dataConsolidated.add((_, bar) => this.#note('renko', bar));
    this.subscriptionManager.addConsolidator(symbol, renko);
  }

  #note(name: string, bar: TradeBar | QuoteBar): void {
    const { time, endTime, open, high, low, close } = bar;
    const prices = [open, high, low, close].map((price) => Number(price.toFixed(6)));
    const other = 'bid' in bar ? Number(bar.bid.open.toFixed(5)) : bar.volume;
    const now = newYork(this.utcTime.getTime());
    this.lines.push([now, name, newYork(time), newYork(endTime), ...prices, other]);
  }
}

function consolidate(
  setup: ReturnType<typeof leanSetup>,
  periods: Readonly<Record<string, ConsolidatorPeriod>>,
  brick: number,
): readonly Line[] {
  const lines: Line[] = [];
  runInline(setup, () => {
    const algorithm = new Consolidating(periods, brick);
    Object.assign(algorithm, { lines });
    return algorithm;
  });
  return lines;
}

const of = (lines: readonly Line[], name: string) => lines.filter((line) => line[1] === name);

describe.skipIf(missingReference !== null)('consolidate() gives LEAN’s bars', () => {
  test('of minutes: lengths of time, a number of bars, days of trading', () => {
    const lines = consolidate(
      leanSetup({ resolution: 'minute' }),
      { '7min': TimeSpan.fromMinutes(7), '1h': TimeSpan.fromHours(1), n5: 5, daily: 'daily' },
      0.2,
    );
    expect(of(lines, '7min')[0]).toEqual([
      '2013-10-07 09:34',
      '7min',
      '2013-10-07 09:27',
      '2013-10-07 09:34',
      144.764432,
      144.842248,
      144.608799,
      144.755785,
      3518879,
    ]);
    expect(of(lines, 'n5')[1]?.slice(2)).toEqual([
      '2013-10-07 09:35',
      '2013-10-07 09:40',
      144.816309,
      144.894126,
      144.712554,
      144.781724,
      2347395,
    ]);
    expect(of(lines, '1h')[0]?.slice(0, 4)).toEqual([
      '2013-10-07 10:00',
      '1h',
      '2013-10-07 09:00',
      '2013-10-07 10:00',
    ]);
    expect(of(lines, 'daily').length).toBe(5);
    expect(of(lines, 'daily')[1]).toEqual([
      '2013-10-08 16:00',
      'daily',
      '2013-10-08 09:30',
      '2013-10-08 16:00',
      144.781724,
      144.928711,
      142.974655,
      143.07841,
      177949309,
    ]);
  });

  test('of quotes: weeks end with time where no bar comes, bricks of the middle', () => {
    const setup = leanSetup({
      symbol: 'EURUSD',
      securityType: 'forex',
      market: 'oanda',
      resolution: 'hour',
      normalization: 'Raw',
      dates: { start: '2013-09-10', end: '2013-10-10' },
    });
    const lines = consolidate(setup, { week: Calendar.Weekly }, 0.002);
    expect(of(lines, 'week').slice(0, 2)).toEqual([
      [
        '2013-09-16 00:00',
        'week',
        '2013-09-09 00:00',
        '2013-09-16 00:00',
        1.32599,
        1.338225,
        1.323045,
        1.336975,
        1.32592,
      ],
      [
        '2013-09-23 00:00',
        'week',
        '2013-09-16 00:00',
        '2013-09-23 00:00',
        1.336975,
        1.356875,
        1.332525,
        1.352625,
        1.33691,
      ],
    ]);
    expect(of(lines, 'renko').slice(0, 2)).toEqual([
      [
        '2013-09-10 08:00',
        'renko',
        '2013-09-09 23:00',
        '2013-09-10 07:00',
        1.326,
        1.326775,
        1.324,
        1.324,
        0,
      ],
      [
        '2013-09-11 10:00',
        'renko',
        '2013-09-10 07:00',
        '2013-09-11 09:00',
        1.326,
        1.328,
        1.323455,
        1.328,
        0,
      ],
    ]);
  });

  test('refuses bars that are shorter than the security’s own', () => {
    const run = () => consolidate(leanSetup(), { hour: 'hour' }, 1);
    expect(run).toThrow('wanted no less than its bars of 1440 minutes, found 60');
    expect(() => new RenkoConsolidator(0)).toThrow('wanted bricks above 0');
  });
});

describe('BarSchedule', () => {
  const local = (text: string) => Date.parse(`${text}Z`);
  const text = (ms: number) => new Date(ms).toISOString().slice(0, 16);

  test('everyPeriod() counts from the year 1, beyond a day from the bar itself', () => {
    const minute = 60_000;
    expect(text(everyPeriod(7 * minute)(local('2013-10-07T09:31')).start)).toBe('2013-10-07T09:27');
    expect(text(everyPeriod(60 * minute)(local('2013-10-07T09:31')).start)).toBe(
      '2013-10-07T09:00',
    );
    expect(text(everyPeriod(4320 * minute)(local('2013-10-07T09:30')).start)).toBe(
      '2013-10-07T09:30',
    );
  });

  test('Calendar has weeks from Monday, months, quarters and years', () => {
    const day = 86_400_000;
    const span = (name: keyof typeof Calendar, moment: string) => {
      const { start, period } = Calendar[name](local(moment));
      return `${text(start).slice(0, 10)} ${period / day}`;
    };
    expect(span('Weekly', '2013-10-06T12:00')).toBe('2013-09-30 7');
    expect(span('Weekly', '2013-10-07T00:00')).toBe('2013-10-07 7');
    expect(span('Monthly', '2012-02-29T12:00')).toBe('2012-02-01 29');
    expect(span('Quarterly', '2013-12-31T12:00')).toBe('2013-10-01 92');
    expect(span('Yearly', '2013-12-31T12:00')).toBe('2013-01-01 365');
  });
});
