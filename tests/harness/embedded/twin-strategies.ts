// Long since it is one table: a row for each job that LEAN's figures are of.
import type { Algorithm } from '../../../harness/embedded/leantune.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { Asking, Belated } from './twins/asking-twins.ts';
import {
  ComparedBroker,
  ComparedFunction,
  ComparedPair,
  ComparedShare,
  ComparedSymbol,
} from './twins/benchmark-twins.ts';
import { Chained, ChainedBars, ChainedWarm } from './twins/chain-twins.ts';
import { Euros, Tethers } from './twins/coin-twins.ts';
import { Coins, Quoted } from './twins/currency-twins.ts';
import { Volumes } from './twins/indicator-twins.ts';
import { Crowded, Squeezed } from './twins/margin-twins.ts';
import { MixedOne, MixedSplit, MixedThree, MixedTwo } from './twins/mixed-twins.ts';
import { Oanda, OwnModels } from './twins/model-twins.ts';
import { Brackets, OpenOverEvents } from './twins/order-twins.ts';
import { StopLimits } from './twins/stop-limit-twins.ts';
import { Rotation, Trend } from './twins/target-twins.ts';
import { Clock, Consolidated, Openings } from './twins/time-twins.ts';
import { Layers, Warmed } from './twins/warm-up-twins.ts';

/** A strategy that is written line by line as in tests/fixtures/lean-twins, and its job. */
interface Twin {
  readonly setup: Pick<BacktestSetup, 'symbol'> & Partial<BacktestSetup>;
  create(): Algorithm;
}

const crossed = { symbol: 'AAPL', dates: { start: '2012-01-03', end: '2015-06-30' } };
const winter = { symbol: 'SPY', dates: { start: '2012-11-01', end: '2013-12-31' } };
const oanda = {
  securityType: 'forex',
  market: 'oanda',
  symbol: 'EURUSD',
  benchmark: 'brokerage',
} as const;
const forex = { securityType: 'forex', market: 'oanda', symbol: 'EURUSD' } as const;
// LEAN reads its benchmark with this broker from hours, of which there are none.
const coinbase = {
  securityType: 'crypto',
  market: 'coinbase',
  symbol: 'BTCUSD',
  benchmark: 'NONE',
} as const;
const week = { symbol: 'SPY', dates: { start: '2013-10-07', end: '2013-10-11' } };

/** By the names of LEAN's figures in `fixtures/lean-twins.json`; a class may be run more than once. */
export const twins: Readonly<Record<string, Twin>> = {
  Rotation: {
    setup: { symbol: 'SPY', dates: { start: '2006-01-01', end: '2012-12-31' } },
    create: () => new Rotation(),
  },
  RotationHour: {
    setup: { symbol: 'SPY', resolution: 'hour', dates: { start: '2009-01-01', end: '2011-12-31' } },
    create: () => new Rotation(),
  },
  Brackets: {
    setup: { symbol: 'SPY', resolution: 'hour', dates: { start: '2008-06-01', end: '2010-12-31' } },
    create: () => new Brackets(),
  },
  BracketsDaily: {
    setup: { symbol: 'SPY', dates: { start: '2001-01-01', end: '2009-12-31' } },
    create: () => new Brackets(),
  },
  BracketsMinute: { setup: { ...week, resolution: 'minute' }, create: () => new Brackets() },
  Trend: { setup: crossed, create: () => new Trend() },
  TrendRaw: { setup: { ...crossed, normalization: 'Raw' }, create: () => new Trend() },
  TrendSplits: { setup: { ...crossed, normalization: 'SplitAdjusted' }, create: () => new Trend() },
  TrendTotal: { setup: { ...crossed, normalization: 'TotalReturn' }, create: () => new Trend() },
  OpenOverEvents: {
    setup: { ...crossed, normalization: 'Raw' },
    create: () => new OpenOverEvents(),
  },
  OpenOverEventsHour: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      normalization: 'Raw',
      dates: { start: '2014-01-02', end: '2014-12-31' },
    },
    create: () => new OpenOverEvents(),
  },
  Warmed: {
    setup: { symbol: 'IBM', dates: { start: '2003-02-03', end: '2009-12-31' } },
    create: () => new Warmed(),
  },
  WarmedHour: {
    setup: { symbol: 'IBM', resolution: 'hour', dates: { start: '2011-02-01', end: '2012-12-31' } },
    create: () => new Warmed(),
  },
  Consolidated: {
    // In September a close is its average to the last decimal, which doubles do not tell.
    setup: { symbol: 'SPY', resolution: 'hour', dates: { start: '2012-11-01', end: '2013-08-30' } },
    create: () => new Consolidated(),
  },
  Clock: { setup: { ...winter, resolution: 'hour' }, create: () => new Clock() },
  ClockDaily: { setup: winter, create: () => new Clock() },
  ClockMinute: { setup: { ...week, resolution: 'minute' }, create: () => new Clock() },
  Oanda: {
    setup: { ...oanda, resolution: 'hour', dates: { start: '2008-01-01', end: '2009-06-30' } },
    create: () => new Oanda(),
  },
  OandaDaily: {
    setup: { ...oanda, dates: { start: '2005-01-01', end: '2012-12-31' } },
    create: () => new Oanda(),
  },
  OwnModels: { setup: crossed, create: () => new OwnModels() },
  OwnModelsHour: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2010-01-04', end: '2011-12-30' },
    },
    create: () => new OwnModels(),
  },
  StopLimits: {
    setup: {
      symbol: 'AAPL',
      normalization: 'Raw',
      dates: { start: '1999-01-04', end: '2008-12-31' },
    },
    create: () => new StopLimits(),
  },
  StopLimitsHour: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2012-01-03', end: '2013-12-31' },
    },
    create: () => new StopLimits(),
  },
  Volumes: {
    setup: { symbol: 'IBM', dates: { start: '2000-01-03', end: '2008-12-31' } },
    create: () => new Volumes(),
  },
  VolumesHour: {
    setup: { symbol: 'IBM', resolution: 'hour', dates: { start: '2011-01-03', end: '2012-12-31' } },
    create: () => new Volumes(),
  },
  Squeezed: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2011-01-03', end: '2013-06-28' },
    },
    create: () => new Squeezed(),
  },
  SqueezedDaily: {
    setup: { symbol: 'AAPL', dates: { start: '2003-01-02', end: '2010-12-31' } },
    create: () => new Squeezed(),
  },
  Crowded: {
    setup: { symbol: 'AAPL', dates: { start: '2006-01-03', end: '2009-12-31' } },
    create: () => new Crowded(),
  },
  CrowdedHour: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2010-01-04', end: '2010-12-31' },
    },
    create: () => new Crowded(),
  },
  Coins: {
    setup: { ...coinbase, resolution: 'minute', dates: { start: '2018-04-04', end: '2018-04-06' } },
    create: () => new Coins(),
  },
  CoinsDaily: {
    setup: { ...coinbase, dates: { start: '2015-02-01', end: '2017-12-31' } },
    create: () => new Coins(),
  },
  Quoted: {
    setup: { ...forex, resolution: 'minute', dates: { start: '2014-05-01', end: '2014-05-15' } },
    create: () => new Quoted(15),
  },
  QuotedHour: {
    setup: { ...forex, resolution: 'hour', dates: { start: '2009-01-01', end: '2010-06-30' } },
    create: () => new Quoted(180),
  },
  Openings: {
    setup: { symbol: 'SPY', resolution: 'hour', dates: { start: '2012-06-01', end: '2014-06-30' } },
    create: () => new Openings(),
  },
  OpeningsDaily: {
    setup: { symbol: 'SPY', dates: { start: '2012-06-01', end: '2014-06-30' } },
    create: () => new Openings(),
  },
  OpeningsMinute: {
    setup: {
      symbol: 'SPY',
      resolution: 'minute',
      dates: { start: '2013-10-07', end: '2013-10-11' },
    },
    create: () => new Openings(),
  },
  Layers: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2012-03-01', end: '2014-06-30' },
    },
    create: () => new Layers(),
  },
  LayersRaw: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      normalization: 'Raw',
      dates: { start: '2012-03-01', end: '2014-06-30' },
    },
    create: () => new Layers(),
  },
  ComparedShare: { setup: crossed, create: () => new ComparedShare() },
  ComparedShareHour: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2010-03-01', end: '2011-12-30' },
    },
    create: () => new ComparedShare(),
  },
  ComparedFunction: { setup: crossed, create: () => new ComparedFunction() },
  ComparedFunctionHour: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2010-03-01', end: '2011-12-30' },
    },
    create: () => new ComparedFunction(),
  },
  ComparedPair: {
    setup: { symbol: 'SPY', dates: { start: '2008-01-02', end: '2012-12-31' } },
    create: () => new ComparedPair(),
  },
  ComparedSymbol: {
    setup: { ...forex, resolution: 'hour', dates: { start: '2009-01-01', end: '2010-06-30' } },
    create: () => new ComparedSymbol(),
  },
  ComparedBroker: {
    setup: {
      symbol: 'IBM',
      benchmark: 'brokerage',
      dates: { start: '2003-02-03', end: '2009-12-31' },
    },
    create: () => new ComparedBroker(),
  },
  Chained: {
    setup: { symbol: 'IBM', dates: { start: '2003-02-03', end: '2009-12-31' } },
    create: () => new Chained(),
  },
  ChainedHour: {
    setup: { symbol: 'IBM', resolution: 'hour', dates: { start: '2011-02-01', end: '2012-12-31' } },
    create: () => new Chained(),
  },
  ChainedWarm: {
    setup: { symbol: 'IBM', dates: { start: '2003-02-03', end: '2009-12-31' } },
    create: () => new ChainedWarm(),
  },
  ChainedBars: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2012-03-01', end: '2013-06-28' },
    },
    create: () => new ChainedBars(),
  },
  Asking: {
    setup: { symbol: 'AAPL', dates: { start: '2003-01-02', end: '2008-12-31' } },
    create: () => new Asking(),
  },
  AskingHour: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      dates: { start: '2010-01-04', end: '2011-12-30' },
    },
    create: () => new Asking(),
  },
  Belated: {
    setup: { symbol: 'IBM', dates: { start: '2003-02-03', end: '2008-12-31' } },
    create: () => new Belated(),
  },
  BelatedHour: {
    setup: { symbol: 'IBM', resolution: 'hour', dates: { start: '2011-02-01', end: '2012-12-31' } },
    create: () => new Belated(),
  },
  MixedOne: {
    setup: { symbol: 'AAPL', dates: { start: '2003-01-02', end: '2008-12-31' } },
    create: () => new MixedOne(),
  },
  MixedTwoHour: {
    setup: { symbol: 'SPY', resolution: 'hour', dates: { start: '2009-06-01', end: '2010-12-31' } },
    create: () => new MixedTwo(),
  },
  MixedThree: {
    setup: {
      symbol: 'AAPL',
      normalization: 'Raw',
      dates: { start: '2004-01-02', end: '2009-12-31' },
    },
    create: () => new MixedThree(),
  },
  MixedSplit: {
    setup: {
      symbol: 'AAPL',
      normalization: 'Raw',
      dates: { start: '2007-01-03', end: '2014-12-31' },
    },
    create: () => new MixedSplit(),
  },
  MixedOneRaw: {
    setup: {
      symbol: 'AAPL',
      resolution: 'hour',
      normalization: 'Raw',
      dates: { start: '2013-06-03', end: '2015-03-31' },
    },
    create: () => new MixedOne(),
  },
  Tethers: {
    setup: {
      symbol: 'BTCUSDT',
      securityType: 'crypto',
      market: 'binance',
      resolution: 'hour',
      benchmark: 'brokerage',
      dates: { start: '2018-05-01', end: '2018-05-05' },
    },
    create: () => new Tethers(),
  },
  Euros: {
    setup: { symbol: 'SPY', dates: { start: '2008-01-02', end: '2012-12-31' } },
    create: () => new Euros(),
  },
};
