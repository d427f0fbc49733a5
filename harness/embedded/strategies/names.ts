/** Names of the strategies that ship, for those who need not load them and the engine. */
export const STRATEGY_NAMES = [
  'sma-cross',
  'sma-long-short',
  'rsi-reversion',
  'bracket-breakout',
  'macd-trend',
  'buy-and-hold',
  'initial-balance',
  'factor-weights',
] as const;
