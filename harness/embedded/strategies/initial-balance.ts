import { defineSteps } from '#leantune';
import { breakouts } from '../initial-balance/breakouts.ts';
import { checkMarket } from '../initial-balance/check-market.ts';
import { createExitTable, createStartTable } from '../initial-balance/exits.ts';
import { ibLevels } from '../initial-balance/ib-levels.ts';
import { ibWindow } from '../initial-balance/ib-window.ts';
import { limitFills } from '../initial-balance/limit-fills.ts';
import { newsClearanceOf, PARAMETERS, spreadOf } from '../initial-balance/parameters.ts';
import { pickTrades } from '../initial-balance/picks.ts';
import { reversals } from '../initial-balance/reversals.ts';
import { sessionDays } from '../initial-balance/session-days.ts';
import { METRIC_NAMES, measureSet } from '../initial-balance/set-metrics.ts';
import { stakes } from '../initial-balance/stakes.ts';
import { createTradeStore } from '../initial-balance/trade-store.ts';
import { tradeWindows } from '../initial-balance/trade-windows.ts';
import { tradesOf } from '../initial-balance/trades.ts';

/** Windows are followed up to a multiple of this, so that most share one horizon. */
const HORIZON_MINUTES = 240;

/**
 * The range of a session's first minutes, the Initial Balance, sets the levels; a breakout or a
 * failed breakout after it gives at most one trade a day.
 */
export const InitialBalance = defineSteps(PARAMETERS)
  .check(checkMarket)
  .variations([
    { name: 'OCAE', when: 'tsl_target > 0' },
    { name: 'TCWE', when: 'tsl_target > 0 and rr_target >= 1' },
    { name: 'Reverse', when: "stop_mode == 'eq'" },
    { name: 'REV_RB', when: 'rev_rb_enabled' },
  ])
  .sharing(['ib_window', 'ib_wait_minutes', 'tsl_target', 'tsl_sl', 'rr_target'])
  .step(
    'window',
    { reads: ['ib_window', 'ib_start', 'ib_end', 'ib_timezone'] },
    ({ market, params }) => ibWindow(market.symbol, params),
  )
  .value('zone', { uses: ['window'] }, ({ window }) => window.zone)
  .step('days', { uses: ['zone'] }, ({ bars, zone }) => sessionDays(bars, zone))
  .step('levels', { uses: ['window', 'days'] }, ({ bars, window, days }) =>
    ibLevels(bars, days, window),
  )
  .value(
    'horizon',
    { reads: ['trade_window_minutes'] },
    ({ params }) =>
      Math.max(1, Math.ceil(params.trade_window_minutes / HORIZON_MINUTES)) * HORIZON_MINUTES,
  )
  .step(
    'windows',
    { reads: ['ib_wait_minutes'], uses: ['levels', 'horizon'] },
    ({ bars, params, levels, horizon }) =>
      tradeWindows(bars, levels, { waitMinutes: params.ib_wait_minutes, horizonMinutes: horizon }),
  )
  .step(
    'breakouts',
    { reads: ['ib_buffer_pct', 'max_distance_pct'], uses: ['levels', 'windows'] },
    ({ params, levels, windows }) =>
      breakouts(levels, windows, {
        bufferShare: params.ib_buffer_pct,
        distanceShare: params.max_distance_pct,
      }),
  )
  .step(
    'reversals',
    { reads: ['ib_buffer_pct'], uses: ['levels', 'windows'] },
    ({ params, levels, windows }) => reversals(levels, windows, params.ib_buffer_pct),
  )
  .step(
    'fills',
    { reads: ['rev_rb_pct'], uses: ['levels', 'windows'] },
    ({ bars, params, levels, windows }) => limitFills(bars, { levels, windows }, params.rev_rb_pct),
  )
  .step(
    'news',
    { reads: ['news_filter', 'news_before_minutes', 'news_after_minutes', 'news_currencies'] },
    ({ market, params }) => newsClearanceOf(market, params),
  )
  .step(
    'store',
    { reads: ['spread', 'min_sl_pct'], uses: ['levels', 'windows', 'news'] },
    ({ bars, market, params, levels, windows, news }) =>
      createTradeStore({
        bars,
        levels,
        windows,
        news,
        spread: spreadOf(market.symbol, params.spread),
        leastStop: params.min_sl_pct,
      }),
  )
  .step(
    'picks',
    {
      reads: ['stop_mode', 'rev_rb_enabled', 'trade_window_minutes'],
      uses: ['levels', 'windows', 'breakouts', 'reversals', 'fills', 'store'],
    },
    ({ bars, params, levels, windows, breakouts: broken, reversals: reversed, fills, store }) =>
      pickTrades({
        bars,
        levels,
        windows,
        breakouts: broken,
        reversals: reversed,
        fills: params.rev_rb_enabled ? fills : null,
        store,
        stopAtMiddle: params.stop_mode === 'eq',
        windowMinutes: params.trade_window_minutes,
      }),
  )
  .step('started', { reads: ['rr_target'], uses: ['store'] }, ({ bars, params, store }) =>
    createStartTable(bars, store, params.rr_target),
  )
  .step(
    'exits',
    { reads: ['rr_target', 'tsl_target', 'tsl_sl'], uses: ['store', 'started'] },
    ({ bars, params, store, started }) => createExitTable(bars, { store, started }, params),
  )
  .step(
    'stakes',
    { reads: ['risk_pct', 'max_margin_pct', 'leverage'], uses: ['picks', 'store'] },
    ({ params, picks, store }) => stakes(picks, store, params),
  )
  .trades(
    {
      reads: ['rr_target', 'tsl_target', 'tsl_sl', 'initial_balance', 'point_value'],
      uses: ['levels', 'picks', 'store', 'stakes'],
    },
    ({ bars, params, ...steps }) => tradesOf(bars, steps, params),
  )
  .measureInto(
    { names: METRIC_NAMES, reads: ['initial_balance'], uses: ['picks', 'exits', 'stakes'] },
    ({ params, picks, exits, stakes: put }, row, offset) =>
      measureSet({ picks, exits, stakes: put, balance: params.initial_balance }, row, offset),
  );
