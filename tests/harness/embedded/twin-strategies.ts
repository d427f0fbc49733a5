import {
  Algorithm,
  Calendar,
  DayOfWeek,
  type Indicator,
  type IndicatorWithParts,
  type OrderEvent,
  type OrderTicket,
  RelativeStrengthIndex,
  round,
  SecurityMarginModel,
  SimpleMovingAverage,
  type Slice,
  TimeInForce,
  TimeSpan,
  TradeBarConsolidator,
} from '../../../harness/embedded/leantune.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

/** A strategy that is written line by line as in tests/fixtures/lean-twins/Twins.cs, and its job. */
interface Twin {
  readonly setup: Pick<BacktestSetup, 'symbol'> & Partial<BacktestSetup>;
  create(): Algorithm;
}

abstract class Base extends Algorithm {
  protected count = 0;

  protected at(ticker: string, part: number): number {
    return round(this.securities.get(ticker).price * part, 2);
  }

  protected invested(ticker: string): boolean {
    return this.portfolio.get(ticker).invested;
  }
}

class Rotation extends Base {
  readonly #change = new Map<string, Indicator>();
  readonly #spread = new Map<string, Indicator>();

  initialize(): void {
    for (const ticker of ['SPY', 'AAPL', 'IBM', 'BAC']) {
      this.addEquity(ticker);
      this.#change.set(ticker, this.roc(ticker, 60));
      this.#spread.set(ticker, this.std(ticker, 20));
    }
    const { schedule, dateRules, timeRules } = this;
    schedule.on(dateRules.monthStart('SPY'), timeRules.afterMarketOpen('SPY', 30), () =>
      this.#rebalance(),
    );
    schedule.on(dateRules.weekEnd('SPY'), timeRules.beforeMarketClose('SPY', 10), () => {
      for (const [ticker, spread] of this.#spread) {
        const isWild = spread.value > this.securities.get(ticker).price * 0.05;
        if (this.invested(ticker) && isWild) this.liquidate(ticker, 'wild');
      }
    });
  }

  #rebalance(): void {
    const changes = [...this.#change];
    if (!changes.every(([, change]) => change.isReady)) return;
    const ranked = changes.sort(([, a], [, b]) => b.value - a.value).map(([ticker]) => ticker);
    const weights = [0.6, 0.35, 0, 0];
    this.setHoldings(ranked.map((symbol, rank) => ({ symbol, weight: weights[rank] as number })));
  }
}

class Brackets extends Base {
  #bands?: IndicatorWithParts<'bb'>;
  #trend?: Indicator;
  #entry?: OrderTicket;
  #stop?: OrderTicket;
  #target?: OrderTicket;

  initialize(): void {
    this.addEquity('SPY');
    this.#bands = this.bb('SPY', 20, 1.5, 'exponential');
    this.#trend = this.adx('SPY', 14);
  }

  override onData(slice: Slice): void {
    const [bands, trend] = [this.#bands, this.#trend];
    if (!slice.containsKey('SPY') || !bands?.isReady || !trend?.isReady) return;
    this.count++;
    if (this.#waits()) return;
    if (this.invested('SPY') || trend.value < 15) return;
    if (this.securities.get('SPY').price < bands.lowerBand.value) {
      this.#entry = this.limitOrder('SPY', 200, this.at('SPY', 0.998));
    }
  }

  #waits(): boolean {
    const entry = this.#entry;
    if (entry === undefined || !isOpen(entry)) return false;
    if (this.count % 3 === 0) entry.update({ limitPrice: this.at('SPY', 0.9995) });
    if (this.count % 10 === 9) entry.cancel('too long');
    return true;
  }

  override onOrderEvent({ status, orderId, fillPrice }: OrderEvent): void {
    if (status !== 'filled') return;
    if (orderId === this.#entry?.orderId) {
      this.#stop = this.stopMarketOrder('SPY', -200, round(fillPrice * 0.985, 2));
      this.#target = this.limitOrder('SPY', -200, round(fillPrice * 1.01, 2));
    } else if (orderId === this.#stop?.orderId) this.#target?.cancel('stopped');
    else if (orderId === this.#target?.orderId) this.#stop?.cancel('reached');
  }
}

function isOpen({ status }: OrderTicket): boolean {
  return status !== 'filled' && status !== 'canceled' && status !== 'invalid';
}

class Trend extends Base {
  readonly #averages = new Map<string, readonly [fast: Indicator, slow: Indicator]>();

  initialize(): void {
    for (const ticker of ['AAPL', 'IBM']) {
      this.addEquity(ticker);
      this.#averages.set(ticker, [this.ema(ticker, 8), this.lwma(ticker, 30)]);
    }
  }

  override onData(slice: Slice): void {
    for (const [ticker, [fast, slow]] of this.#averages) {
      if (!slow.isReady || !slice.containsKey(ticker)) continue;
      const wanted = fast.value > slow.value ? 0.45 : -0.25;
      const { quantity } = this.portfolio.get(ticker);
      if (Math.sign(quantity) !== Math.sign(wanted)) this.setHoldings(ticker, wanted);
    }
  }
}

class OpenOverEvents extends Base {
  initialize(): void {
    this.addEquity('AAPL');
    this.addEquity('IBM');
  }

  override onData(slice: Slice): void {
    if (!slice.containsKey('IBM')) return;
    this.count++;
    if (this.count === 3) this.setHoldings('AAPL', -0.4);
    if (this.count === 4) this.setHoldings('IBM', 0.8);
    if (this.count % 45 === 10) this.#wait();
    if (this.count % 45 === 40) this.transactions.cancelOpenOrders('IBM');
    if (this.count % 90 === 80) this.liquidate('AAPL');
    if (this.count % 90 === 85) this.setHoldings('AAPL', 0.3);
  }

  #wait(): void {
    this.limitOrder('AAPL', -7, this.at('AAPL', 1.06));
    const stop = { stopPrice: this.at('AAPL', 1.03), limitPrice: this.at('AAPL', 1.035) };
    this.stopLimitOrder('AAPL', 9, stop);
    this.stopMarketOrder('IBM', -11, this.at('IBM', 0.96));
    this.trailingStopOrder('IBM', -5, { trailingAmount: 0.03, trailingAsPercentage: true });
    const touched = { triggerPrice: this.at('IBM', 0.97), limitPrice: this.at('IBM', 0.972) };
    this.limitIfTouchedOrder('IBM', 6, touched);
  }
}

class Warmed extends Base {
  #macd?: IndicatorWithParts<'macd'>;
  #momentum?: Indicator;
  #strength?: Indicator;
  #warm = 0;

  initialize(): void {
    this.addEquity('IBM');
    this.#macd = this.macd('IBM', 12, 26, 9, 'simple');
    this.#momentum = this.mom('IBM', 15);
    this.#strength = this.rsi('IBM', 10, 'simple');
    this.setWarmUp(45);
  }

  override onData(slice: Slice): void {
    if (this.isWarmingUp) {
      this.#warm++;
      return;
    }
    const macd = this.#macd;
    if (!slice.containsKey('IBM') || !macd?.isReady) return;
    this.count++;
    const closes = this.history('IBM', 30).map(({ close }) => close);
    const place = this.#placeIn(closes);
    const isUp = macd.value > macd.signal.value && (this.#momentum?.value ?? 0) > 0;
    const invested = this.invested('IBM');
    const strength = this.#strength?.value ?? 0;
    if (isUp && place < 0.9 && !invested) this.setHoldings('IBM', 0.5 + this.#warm / 1000);
    else if (invested && (strength > 75 || place < 0.2)) this.liquidate('IBM');
    if (this.count % 25 === 0) this.marketOrder('IBM', closes.length);
  }

  #placeIn(closes: readonly number[]): number {
    const [lowest, highest] = [Math.min(...closes), Math.max(...closes)];
    if (highest === lowest) return 0.5;
    return (this.securities.get('IBM').price - lowest) / (highest - lowest);
  }
}

class Consolidated extends Base {
  readonly #average = new SimpleMovingAverage(6);
  readonly #strength = new RelativeStrengthIndex(5);

  initialize(): void {
    this.addEquity('SPY');
    const highest = this.max('SPY', 40);
    const bars = new TradeBarConsolidator(TimeSpan.fromHours(4));
    this.registerIndicator('SPY', this.#average, bars);
    this.registerIndicator('SPY', this.#strength, 'daily');
    bars.dataConsolidated.add((_, { close }) => this.#follow(close));
    this.consolidate('SPY', Calendar.Weekly, ({ open, close }) => {
      if (close < open) this.marketOrder('SPY', Math.floor(highest.value / 10));
    });
  }

  #follow(close: number): void {
    if (!this.#average.isReady || !this.#strength.isReady) return;
    const invested = this.invested('SPY');
    const isAbove = close > this.#average.value;
    if (isAbove && this.#strength.value < 70 && !invested) this.setHoldings('SPY', 0.7);
    else if (close < this.#average.value && invested) this.liquidate('SPY');
  }
}

class Clock extends Base {
  initialize(): void {
    this.addEquity('SPY');
    const [highest, lowest] = [this.max('SPY', 12), this.min('SPY', 12)];
    const { schedule, dateRules, timeRules } = this;
    schedule.on(dateRules.everyDay('SPY'), timeRules.beforeMarketClose('SPY', 30), () => {
      if (this.portfolio.get('SPY').quantity > 150) this.marketOnCloseOrder('SPY', -50);
      else this.marketOnOpenOrder('SPY', 20);
    });
    schedule.on(dateRules.everyDay(), timeRules.at(18, 0), () => void this.marketOrder('SPY', 3));
    schedule.on(dateRules.every(DayOfWeek.Wednesday), timeRules.at(12, 0), () => {
      this.stopMarketOrder('SPY', 25, highest.value + 0.05);
      const timeInForce = TimeInForce.day;
      this.limitOrder('SPY', -15, lowest.value + 0.4, '', { timeInForce });
    });
  }

  override onData(slice: Slice): void {
    if (!slice.containsKey('SPY') || ++this.count % 9 !== 0) return;
    if (this.time.hour === 13) this.liquidate('SPY');
    else this.setHoldings('SPY', 0.1 * (this.count % 5));
  }
}

class Oanda extends Base {
  #fast?: Indicator;
  #slow?: Indicator;
  #limit?: OrderTicket;

  initialize(): void {
    this.setBrokerageModel('OandaBrokerage', 'margin');
    this.addForex('EURUSD');
    this.addForex('NZDUSD', { leverage: 20 });
    this.#fast = this.sma('EURUSD', 10);
    this.#slow = this.sma('EURUSD', 50);
  }

  override onData(slice: Slice): void {
    const [fast, slow] = [this.#fast, this.#slow];
    if (!fast || !slow?.isReady || !slice.containsKey('EURUSD')) return;
    this.count++;
    const wanted = fast.value > slow.value ? 5 : -5;
    const { quantity } = this.portfolio.get('EURUSD');
    if (Math.sign(quantity) !== Math.sign(wanted)) this.setHoldings('EURUSD', wanted);
    this.#kiwi(this.count % 40, this.securities.get('NZDUSD').price);
  }

  #kiwi(turn: number, price: number): void {
    if (turn === 5) this.#limit = this.limitOrder('NZDUSD', 30_000, round(price * 0.999, 5));
    if (turn === 15) {
      this.#limit?.update({ limitPrice: round(price * 0.9998, 5), quantity: 25_000 });
    }
    if (turn === 25) this.stopMarketOrder('NZDUSD', -20_000, round(price * 0.999, 5));
    if (turn === 39) this.liquidate('NZDUSD');
  }
}

class OwnModels extends Base {
  #spread?: Indicator;

  initialize(): void {
    const security = this.addEquity('AAPL');
    security.setFeeModel({
      getOrderFee: ({ security: { price }, order: { quantity } }) => {
        const fee = round(Math.abs(quantity) * price * 0.0002, 2);
        return { amount: Math.max(0.35, fee), currency: 'USD' };
      },
    });
    security.setSlippageModel({
      getSlippageApproximation: ({ price }) => round(price * 0.0003, 4),
    });
    security.setBuyingPowerModel(new SecurityMarginModel(3));
    this.settings.freePortfolioValuePercentage = 0.02;
    this.settings.minimumOrderMarginPortfolioPercentage = 0.01;
    this.#spread = this.std('AAPL', 15);
  }

  override onData(slice: Slice): void {
    const spread = this.#spread;
    if (!slice.containsKey('AAPL') || !spread?.isReady) return;
    this.count++;
    const part = (0.04 * this.securities.get('AAPL').price) / spread.value;
    const weight = round(Math.min(2.5, part), 2);
    const isLong = this.count % 60 < 30;
    if (this.count % 5 === 0) this.setHoldings('AAPL', isLong ? weight : -weight / 2);
    if (this.count % 17 === 0) this.sell('AAPL', 15);
  }
}

const crossed = { symbol: 'AAPL', dates: { start: '2012-01-03', end: '2015-06-30' } };
const winter = { symbol: 'SPY', dates: { start: '2012-11-01', end: '2013-12-31' } };
// LEAN's model of this broker brings a benchmark along, which a job names.
const oanda = {
  securityType: 'forex',
  market: 'oanda',
  symbol: 'EURUSD',
  benchmark: 'self',
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
};
