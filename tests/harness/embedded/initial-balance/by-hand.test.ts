import { describe, expect, it } from 'vitest';
import type { NewsEvent } from '../../../../harness/embedded/news/news-event.ts';
import { InitialBalance } from '../../../../harness/embedded/strategies/initial-balance.ts';
import type { ParameterSet } from '../../../../runner/domain/parameter-set.ts';
import { barsOf, marketOf, runnerOf } from '../steps/step-sets.ts';

const QUIET = [2000, 2000.5, 1999.5, 2000];

/** Tokyo's 9:00 is midnight in UTC: half an hour between 1999 and 2001, then a breakout upwards. */
const BARS = barsOf('2024-03-05T00:00:00Z', [
  ...Array.from({ length: 30 }, () => [2000, 2001, 1999, 2000]),
  QUIET,
  QUIET,
  [2000, 2001, 2000, 2001],
  [2001, 2001.7, 2001, 2001.6],
  [2001.6, 2001.8, 2001.5, 2001.7], // 00:34, entered
  [2001.7, 2003.3, 2001.7, 2003], // 00:35, reaches 2003.2
  [2003, 2003, 2002, 2002],
  [2002, 2002, 2002, 2002],
  [2002, 2002.2, 2001.9, 2002], // 00:38
  [2002, 2002, 1999.9, 2000], // 00:39, falls to 2000
  ...Array.from({ length: 60 }, () => QUIET),
]);

const SET: ParameterSet = {
  ib_window: 1,
  trade_window_minutes: 60,
  rr_target: 1,
  stop_mode: 'eq',
  tsl_target: 0,
  min_sl_pct: 0.0001,
  rev_rb_enabled: false,
  ib_buffer_pct: 0.1,
  max_distance_pct: 1,
  max_margin_pct: 60,
};

function outcome(params: ParameterSet = {}, news: readonly NewsEvent[] | null = null) {
  const runner = runnerOf(InitialBalance, marketOf(BARS, { symbol: 'XAUUSD', news }));
  const set = { ...SET, ...params };
  return { metrics: runner.measureSet(set), trades: runner.trades(set) ?? [] };
}

function event(time: string, rest: Partial<NewsEvent> = {}): NewsEvent {
  return { time: Date.parse(time), currency: 'USD', impact: 'high', title: 'CPI', ...rest };
}

describe('InitialBalance on XAUUSD', () => {
  it('pays half of a spread of 0.30 and measures R from the fill', () => {
    const { trades, metrics } = outcome();
    expect(trades).toHaveLength(1);
    const [trade] = trades;
    expect(trade).toMatchObject({ direction: 'long', notes: { variation: 'OCAE', reason: 'tp' } });
    expect(trade?.entryTime).toBe(Date.parse('2024-03-05T00:34:00Z'));
    expect(trade?.exitTime).toBe(Date.parse('2024-03-05T00:35:00Z'));
    expect(trade?.entryPrice).toBeCloseTo(2001.75, 9);
    expect(trade?.exitPrice).toBeCloseTo(2003.2, 9);
    // The stop is the middle, 2000: (2003.2 - 2001.75) / (2001.75 - 2000)
    expect(metrics['total_r']).toBeCloseTo(1.45 / 1.75, 9);
    expect(metrics).toMatchObject({ ocae_trade_count: 1, ocae_winrate: 100, trade_count: 1 });
    // A single trade has no spread.
    expect(metrics).toMatchObject({ sharpe_ratio: 0, sortino_ratio: 0, calmar_ratio: 0 });
  });

  it('follows the set to other windows of the symbol, or to times that are given', () => {
    expect(outcome({ ib_window: 3 }).trades).toHaveLength(0);
    const given = { ib_start: '01:00', ib_end: '01:30', ib_timezone: 'Europe/Berlin' };
    expect(outcome(given).trades).toEqual(outcome().trades);
    expect(() => outcome({ ib_window: 4 })).toThrow('wanted ib_window from 1 to 3');
  });

  it('gives every metric a zero where there is no trade', () => {
    const { metrics } = outcome({ ib_window: 3 });
    const others = Object.entries(metrics).filter(([name]) => name !== 'final_balance');
    expect(others.every(([, value]) => value === 0)).toBe(true);
    expect(others).toHaveLength(82);
  });
});

describe('InitialBalance and money', () => {
  it('risks a part of the balance with each trade', () => {
    const { metrics, trades } = outcome({
      risk_pct: 0.5,
      initial_balance: 50_000,
      point_value: 100,
    });
    expect(metrics['final_balance']).toBeCloseTo(50_000 + 250 * (1.45 / 1.75), 6);
    expect(metrics['net_pnl']).toBeCloseTo(0.5 * (1.45 / 1.75), 9);
    // 250 at risk over 1.75 points of 100 each
    expect(trades[0]?.quantity).toBeCloseTo(250 / 175, 9);
  });

  it('refuses a trade whose margin is too large, without touching R', () => {
    // 1000 / 1.75 ounces at 2001.75 with leverage 20 bind 57.19 % of the balance.
    const refused = outcome({ max_margin_pct: 57.1 });
    expect(refused.metrics).toMatchObject({
      refused_trades: 1,
      net_pnl: 0,
      final_balance: 100_000,
    });
    expect(refused.metrics['total_r']).toBe(outcome().metrics['total_r']);
    expect(refused.trades[0]).toMatchObject({ gain: 0, notes: { refused: 'margin' } });
    expect(outcome({ max_margin_pct: 57.2 }).metrics['refused_trades']).toBe(0);
    expect(outcome({ max_margin_pct: 50, leverage: 30 }).metrics['refused_trades']).toBe(0);
  });
});

describe('InitialBalance and news', () => {
  it('waits for the first bar that is clear and enters at its open', () => {
    const { trades, metrics } = outcome({}, [event('2024-03-05T00:35:30Z')]);
    expect(metrics).toMatchObject({ news_moved: 1, news_dropped: 0 });
    // Blocked from 00:33:30 to 00:37:30; stop 2000, two points below the new price.
    expect(trades[0]).toMatchObject({ notes: { reason: 'stop', news: 'waited', r: -1 } });
    expect(trades[0]?.entryTime).toBe(Date.parse('2024-03-05T00:38:00Z'));
    expect(trades[0]?.entryPrice).toBeCloseTo(2002.15, 9);
    expect(trades[0]?.notes?.['target']).toBeCloseTo(2004, 9);
  });

  it('counts the minutes before and after as blocked, ends included', () => {
    const moved = (time: string) => outcome({}, [event(time)]).metrics['news_moved'];
    expect(moved('2024-03-05T00:36:00Z')).toBe(1);
    expect(moved('2024-03-05T00:32:00Z')).toBe(1);
    expect(moved('2024-03-05T00:36:01Z')).toBe(0);
    expect(moved('2024-03-05T00:31:59Z')).toBe(0);
  });

  it('looks at high-impact events of the currencies alone, and only where it is on', () => {
    const at = '2024-03-05T00:35:00Z';
    const moved = (params: ParameterSet, rest: Partial<NewsEvent>) =>
      outcome(params, [event(at, rest)]).metrics['news_moved'];
    expect(moved({}, { currency: 'EUR' })).toBe(0);
    expect(moved({ news_currencies: 'eur, gbp' }, { currency: 'EUR' })).toBe(1);
    expect(moved({}, { impact: 'medium' })).toBe(0);
    expect(moved({ news_filter: false }, {})).toBe(0);
    expect(moved({ news_before_minutes: 0 }, {})).toBe(0);
  });

  it('drops an entry that finds no clear bar within the window', () => {
    const { metrics, trades } = outcome({ news_after_minutes: 60 }, [
      event('2024-03-05T00:34:00Z'),
    ]);
    expect(trades).toEqual([]);
    expect(metrics).toMatchObject({ news_moved: 0, news_dropped: 1, trade_count: 0 });
  });

  it('warns of a filter without a calendar, and of one without events that count', () => {
    const warnings = (news: readonly NewsEvent[] | null, params: ParameterSet = {}) =>
      InitialBalance.check?.(marketOf(BARS, { symbol: 'XAUUSD', news }), {
        ...InitialBalance.parameters,
        ...params,
      });
    expect(warnings(null)?.[0]).toContain('there is no calendar');
    expect(warnings([event('2024-03-05T00:00:00Z', { currency: 'EUR' })])?.[0]).toContain('of USD');
    expect(warnings([event('2024-03-05T00:00:00Z')])).toEqual([]);
    expect(warnings(null, { news_filter: false })).toEqual([]);
  });
});
