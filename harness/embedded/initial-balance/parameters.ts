import type { StepMarket } from '../steps/step-market.ts';
import { type NewsClearance, newsClearance } from './news-clearance.ts';

/** Names and defaults of all that the strategy can be told. */
export const PARAMETERS = {
  /** One of the symbol's windows, counted from 1; `ib_start` and `ib_end` go over it. */
  ib_window: 1,
  /** `HH:MM` on the clock of `ib_timezone`; both empty for a numbered window. */
  ib_start: '',
  ib_end: '',
  /** IANA zone; empty for the symbol's own. */
  ib_timezone: '',
  ib_wait_minutes: 0,
  trade_window_minutes: 120,
  rr_target: 1,
  /** `ib_start`: the first bar's open; `eq`: the middle of the Initial Balance. */
  stop_mode: 'ib_start',
  tsl_target: 0,
  tsl_sl: 0.5,
  /**
   * The least distance of a stop, as a part of the price. At 0 a stop may lie on the price: a trade
   * that risks nothing cannot be sized, and is not entered.
   */
  min_sl_pct: 0.001,
  rev_rb_enabled: true,
  rev_rb_pct: 0.5,
  ib_buffer_pct: 0.05,
  max_distance_pct: 1,
  /** In points; below 0 for the symbol's own. */
  spread: -1,
  news_filter: true,
  news_before_minutes: 2,
  news_after_minutes: 2,
  /** Separated by commas; empty for those of the symbol. */
  news_currencies: '',
  initial_balance: 100_000,
  risk_pct: 1,
  max_margin_pct: 40,
  leverage: 20,
  /** What a point of one unit is worth, in the account's currency. */
  point_value: 1,
};

export type IbParameters = typeof PARAMETERS;

const SPREADS: Readonly<Record<string, number>> = { GER40: 1.5, XAUUSD: 0.3 };
const CURRENCIES: Readonly<Record<string, readonly string[]>> = {
  GER40: ['EUR', 'USD'],
  XAUUSD: ['USD'],
};

/** @throws Error where the symbol's spread is not known and none is given */
export function spreadOf(symbol: string, given: number): number {
  const spread = given < 0 ? SPREADS[symbol] : given;
  if (spread !== undefined) return spread;
  throw new Error(`Cannot tell the spread of ${symbol}: wanted the parameter spread, found none`);
}

/** Currencies whose news move the symbol: those given, its own, or those that its name is made of. */
export function newsCurrencies(symbol: string, given: string): readonly string[] {
  const named = given.split(',').map((name) => name.trim().toUpperCase());
  if (given.trim() !== '') return named.filter((name) => name !== '');
  const own = CURRENCIES[symbol];
  if (own !== undefined) return own;
  return /^[A-Z]{6}$/.test(symbol) ? [symbol.slice(0, 3), symbol.slice(3)] : ['USD'];
}

type NewsParameters = Pick<
  IbParameters,
  'news_filter' | 'news_before_minutes' | 'news_after_minutes' | 'news_currencies'
>;

/** Null where nothing is filtered: switched off, or without a calendar. */
export function newsClearanceOf(market: StepMarket, params: NewsParameters): NewsClearance | null {
  if (!params.news_filter || market.news === null) return null;
  return newsClearance(market.bars, market.news, {
    currencies: newsCurrencies(market.symbol, params.news_currencies),
    beforeMinutes: params.news_before_minutes,
    afterMinutes: params.news_after_minutes,
  });
}
