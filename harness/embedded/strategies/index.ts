import { BracketBreakout } from './bracket-breakout.ts';
import { BuyAndHold } from './buy-and-hold.ts';
import { FactorWeights } from './factor-weights.ts';
import { InitialBalance } from './initial-balance.ts';
import { MacdTrend } from './macd-trend.ts';
import type { STRATEGY_NAMES } from './names.ts';
import { RsiReversion } from './rsi-reversion.ts';
import { SmaCross } from './sma-cross.ts';
import { SmaLongShort } from './sma-long-short.ts';

/** The strategies that ship, by the name that a job calls them. */
export const strategies = {
  'sma-cross': SmaCross,
  'sma-long-short': SmaLongShort,
  'rsi-reversion': RsiReversion,
  'bracket-breakout': BracketBreakout,
  'macd-trend': MacdTrend,
  'buy-and-hold': BuyAndHold,
  'initial-balance': InitialBalance,
  'factor-weights': FactorWeights,
} satisfies Record<(typeof STRATEGY_NAMES)[number], unknown>;
