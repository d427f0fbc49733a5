import { workerCount } from './job-defaults.ts';
import { asNumber } from './loose-values.ts';
import type { Fields, Surroundings } from './translation.ts';

const DEFAULT_WORKERS = 5;

/** Parameters of the Python tool's strategies that say what to backtest. */
export const SETUP_PARAMS = {
  ticker: 'symbol',
  startDate: 'start',
  endDate: 'end',
  InitialCash: 'cash',
} as const;

export function isSetupParam(name: string): name is keyof typeof SETUP_PARAMS {
  return Object.hasOwn(SETUP_PARAMS, name);
}

/** The value of a setup parameter in our form: `20050101` → `2005-01-01`, `"100000"` → 100000. */
export function setupValue(name: keyof typeof SETUP_PARAMS, value: unknown): unknown {
  if (name === 'InitialCash') return asNumber(value);
  const match = name === 'ticker' ? null : /^(\d{4})(\d\d)(\d\d)$/.exec(String(value));
  return match === null ? value : match.slice(1).join('-');
}

/** What that tool takes from its environment, or has built in. */
export function olderFallbacks({ env }: Surroundings): Fields {
  return {
    strategy: env['LEANTUNE_STRATEGY'] || undefined,
    symbol: env['LEANTUNE_SYMBOL'] || undefined,
    slots: workerCount(env) ?? DEFAULT_WORKERS,
  };
}

/** What to say of fields that such files lack, or have under other names. */
export const OLDER_MISSING = {
  strategy: 'a strategy: here, in config/defaults/, as LEANTUNE_STRATEGY or on the command line',
  symbol:
    'a ticker: in base_params, in config/defaults/, as LEANTUNE_SYMBOL or on the command line',
  start: 'base_params.startDate, such as "20050101"',
  end: 'base_params.endDate, such as "20151231"',
};
