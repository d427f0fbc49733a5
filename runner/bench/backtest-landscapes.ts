/**
 * Jobs whose landscapes are searched besides the reference functions: strategies that ship, on the
 * sample data. Their spaces are finite, so that the best there is can be known.
 */
export const BACKTEST_LANDSCAPES = {
  'sma-cross': {
    strategy: 'sma-cross',
    parameters: [
      { name: 'fast', type: 'int', min: 2, max: 121 },
      { name: 'slow', type: 'int', min: 10, max: 300, step: 2 },
    ],
    rules: ['fast < slow'],
  },
  'macd-trend': {
    strategy: 'macd-trend',
    parameters: [
      { name: 'fast', type: 'int', min: 4, max: 22, step: 2 },
      { name: 'slow', type: 'int', min: 24, max: 78, step: 3 },
      { name: 'signal', type: 'int', min: 3, max: 18, step: 3 },
      { name: 'tolerance', type: 'float', min: 0, max: 0.3, step: 0.02 },
    ],
    rules: [],
  },
} as const;

/** What the jobs have in common. */
export const BACKTEST_SETUP = {
  data: 'sample',
  symbol: 'SPX',
  start: '2000-01-03',
  end: '2020-04-17',
  fitness: { name: 'calmar', min_trades: 10 },
  stages: [{ sampler: 'grid' }],
} as const;
