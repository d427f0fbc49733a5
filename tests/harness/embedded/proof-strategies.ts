import type { Algorithm } from '../../../harness/embedded/leantune.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import {
  CoinCash,
  CoinEur,
  EuroAccount,
  ForexCross,
  Gold,
  IbForex,
} from './proofs/currency-proofs.ts';
import { MarginCalls, Models, OrderKinds } from './proofs/order-proofs.ts';
import { CashShares, MixedRes, MultiEquity, RawSplit } from './proofs/share-proofs.ts';

/** A strategy that was also run on LEAN, written in C# line by line, and the job that it was run with. */
interface Proof {
  readonly setup: Pick<BacktestSetup, 'symbol'> & Partial<BacktestSetup>;
  create(): Algorithm;
}

const oanda = { securityType: 'forex', market: 'oanda' } as const;
const coinbase = {
  securityType: 'crypto',
  market: 'coinbase',
  resolution: 'minute',
  dates: { start: '2018-04-04', end: '2018-04-06' },
} as const;
const minuteWeek = {
  symbol: 'SPY',
  resolution: 'minute',
  dates: { start: '2013-10-07', end: '2013-10-11' },
} as const;
const quarter = { symbol: 'SPY', dates: { start: '2013-01-01', end: '2013-03-31' } };
const years = { symbol: 'AAPL', dates: { start: '2012-01-01', end: '2014-12-31' } };

/** By the names of LEAN's figures in `fixtures/lean-proofs.json`. */
export const proofs: Readonly<Record<string, Proof>> = {
  MultiEquity: {
    setup: { symbol: 'SPY', dates: { start: '2010-01-01', end: '2012-12-31' } },
    create: () => new MultiEquity(),
  },
  MixedRes: { setup: minuteWeek, create: () => new MixedRes() },
  ForexCross: {
    setup: { ...oanda, symbol: 'EURGBP', dates: { start: '2015-01-01', end: '2015-12-31' } },
    create: () => new ForexCross(),
  },
  EuroAccount: {
    setup: { ...oanda, symbol: 'EURUSD', dates: { start: '2012-01-01', end: '2012-12-31' } },
    create: () => new EuroAccount(),
  },
  CoinEur: { setup: { ...coinbase, symbol: 'BTCEUR' }, create: () => new CoinEur() },
  CoinCash: { setup: { ...coinbase, symbol: 'BTCUSD' }, create: () => new CoinCash() },
  OrderKinds: { setup: { ...quarter, resolution: 'hour' }, create: () => new OrderKinds() },
  OrderKindsDaily: { setup: quarter, create: () => new OrderKinds() },
  MarginCalls: { setup: { ...years, resolution: 'hour' }, create: () => new MarginCalls() },
  MarginCallsDaily: { setup: years, create: () => new MarginCalls() },
  RawSplit: {
    setup: {
      symbol: 'AAPL',
      normalization: 'Raw',
      dates: { start: '2014-05-01', end: '2014-08-31' },
    },
    create: () => new RawSplit(),
  },
  Models: { setup: minuteWeek, create: () => new Models() },
  IbForex: {
    setup: {
      ...oanda,
      symbol: 'EURUSD',
      resolution: 'hour',
      dates: { start: '2015-01-01', end: '2015-06-30' },
    },
    create: () => new IbForex(),
  },
  Gold: {
    setup: {
      securityType: 'cfd',
      market: 'oanda',
      symbol: 'XAUUSD',
      resolution: 'minute',
      dates: { start: '2014-05-01', end: '2014-05-15' },
    },
    create: () => new Gold(),
  },
  CashShares: {
    setup: {
      symbol: 'SPY',
      resolution: 'hour',
      dates: { start: '2013-01-01', end: '2013-06-30' },
    },
    create: () => new CashShares(),
  },
};
