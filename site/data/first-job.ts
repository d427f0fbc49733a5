/** The smallest job that runs, to begin with. */
export const FIRST_JOB = `{
  "strategy": "sma-cross",
  "data": "sample",
  "symbol": "SPX",
  "start": "2000-01-03",
  "end": "2015-12-31",
  "parameters": [
    { "name": "fast", "type": "int", "min": 2, "max": 60 },
    { "name": "slow", "type": "int", "min": 20, "max": 300, "step": 2 }
  ],
  "rules": ["fast < slow"]
}
`;
