import {
  Algorithm,
  ConstantFeeModel,
  ConstantSlippageModel,
  type OrderTicket,
  PatternDayTradingMarginModel,
  round,
  type Slice,
  TimeInForce,
  VolumeShareSlippageModel,
} from '../../../harness/embedded/leantune.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

/** A strategy that was also run on LEAN, written in C# line by line, and the job that it was run with. */
interface Proof {
  readonly setup: Pick<BacktestSetup, 'symbol'> & Partial<BacktestSetup>;
  create(): Algorithm;
}

/** Acts by the number of the slice. */
abstract class Counting extends Algorithm {
  #count = 0;

  abstract step(count: number, slice: Slice): void;

  override onData(slice: Slice): void {
    if (this.counts(slice)) this.step(++this.#count, slice);
  }

  protected counts(_slice: Slice): boolean {
    return true;
  }

  protected price(ticker: string): number {
    return this.securities.get(ticker).price;
  }
}

class MultiEquity extends Counting {
  initialize(): void {
    for (const ticker of ['SPY', 'AAPL', 'IBM']) this.addEquity(ticker);
  }

  protected override counts(slice: Slice): boolean {
    return slice.hasBar('SPY');
  }

  step(count: number): void {
    if (count % 20 !== 0) return;
    const turn = (count / 20) % 4;
    const hold = (spy: number, aapl: number, ibm: number) =>
      this.setHoldings([
        { symbol: 'SPY', weight: spy },
        { symbol: 'AAPL', weight: aapl },
        { symbol: 'IBM', weight: ibm },
      ]);
    if (turn === 0) hold(0.3, 0.5, -0.2);
    else if (turn === 1) hold(0.6, 0.1, 0.3);
    else if (turn === 2) this.setHoldings('IBM', 0.9, true);
    else this.liquidate();
  }
}

class MixedRes extends Counting {
  initialize(): void {
    this.addEquity('SPY', 'minute');
    this.addEquity('AAPL', 'hour');
    this.addEquity('IWM', 'daily');
  }

  step(count: number): void {
    if (count % 100 === 10) this.marketOrder('SPY', 50);
    if (count % 100 === 30) this.marketOrder('AAPL', 5);
    if (count % 300 === 50) this.marketOrder('IWM', 20);
    if (count % 400 === 399) this.liquidate();
  }
}

class ForexCross extends Counting {
  initialize(): void {
    this.addForex('EURGBP');
    this.addForex('NZDUSD');
  }

  step(count: number): void {
    if (count % 15 === 3) this.setHoldings('EURGBP', 2);
    if (count % 15 === 9) this.setHoldings('EURGBP', -1.5);
    if (count % 15 === 13) this.liquidate('EURGBP');
    if (count % 10 === 5) this.setHoldings('NZDUSD', 1);
    if (count % 10 !== 8) return;
    const { quantity } = this.portfolio.get('NZDUSD');
    this.limitOrder('NZDUSD', -quantity, this.price('NZDUSD') * 1.003);
  }
}

class EuroAccount extends Counting {
  initialize(): void {
    this.setAccountCurrency('EUR');
    this.setCash('GBP', 5000);
    this.addForex('EURUSD');
    this.addEquity('SPY');
    this.addCfd('XAUUSD');
  }

  step(count: number): void {
    if (count % 20 === 4) this.setHoldings('SPY', 0.5);
    if (count % 20 === 15) this.setHoldings('SPY', 0.1);
    if (count % 12 === 6) this.setHoldings('EURUSD', -1);
    if (count % 12 === 11) this.liquidate('EURUSD');
    if (count % 17 === 5) this.setHoldings('XAUUSD', 1);
    if (count % 17 === 14) this.setHoldings('XAUUSD', -0.5);
  }
}

class CoinEur extends Counting {
  initialize(): void {
    this.addCrypto('BTCEUR');
    this.addCrypto('LTCUSD');
  }

  step(count: number): void {
    if (count % 300 === 5) this.setHoldings('LTCUSD', 0.4);
    if (count % 300 === 150) this.liquidate('LTCUSD');
    if (count % 200 === 20) this.marketOrder('BTCEUR', 1.5);
    if (count % 200 === 120) this.marketOrder('BTCEUR', -1.5);
  }
}

class CoinCash extends Counting {
  initialize(): void {
    this.setBrokerageModel('Coinbase', 'cash');
    this.addCrypto('BTCUSD');
    this.addCrypto('LTCUSD');
  }

  step(count: number): void {
    if (count % 300 === 5) this.setHoldings('LTCUSD', 0.4);
    if (count % 300 === 150) this.setHoldings('LTCUSD', 0);
    if (count % 200 === 20) this.setHoldings('BTCUSD', 0.5);
    if (count % 200 === 60) this.marketOrder('BTCUSD', 100);
    if (count % 200 === 70) this.limitOrder('BTCUSD', 1, this.price('BTCUSD') * 0.999);
    if (count % 200 === 120) this.liquidate('BTCUSD');
    if (count % 500 === 130) this.marketOrder('BTCUSD', -1);
  }
}

class OrderKinds extends Counting {
  #limit: OrderTicket | null = null;
  #stop: OrderTicket | null = null;

  initialize(): void {
    this.addEquity('SPY');
  }

  protected override counts(slice: Slice): boolean {
    return slice.hasBar('SPY');
  }

  step(count: number): void {
    const at = (part: number) => round(this.price('SPY') * part, 2);
    this.#changing(count % 40, at);
    this.#waiting(count % 40, at);
    this.#timed(count % 40, at);
  }

  #changing(turn: number, at: (part: number) => number): void {
    if (turn === 1) this.#limit = this.limitOrder('SPY', 100, at(0.995));
    if (turn === 3) {
      this.#limit?.update({ limitPrice: at(0.999), quantity: 120, tag: 'changed' });
    }
    if (turn === 6) this.#limit?.cancel('given up');
    if (turn === 7) this.#stop = this.stopMarketOrder('SPY', -60, at(0.997));
    if (turn === 9) this.#stop?.update({ stopPrice: at(0.9985) });
  }

  #waiting(turn: number, at: (part: number) => number): void {
    if (turn === 12) {
      this.stopLimitOrder('SPY', 50, { stopPrice: at(1.001), limitPrice: at(1.003) });
    }
    if (turn === 14) {
      this.trailingStopOrder('SPY', -50, { trailingAmount: 0.004, trailingAsPercentage: true });
    }
    if (turn === 15) this.trailingStopOrder('SPY', -20, { trailingAmount: 0.5 });
    if (turn === 18) {
      this.limitIfTouchedOrder('SPY', -40, { triggerPrice: at(1.002), limitPrice: at(1.0015) });
    }
    if (turn === 33) {
      this.limitOrder('SPY', 1200, at(0.999));
      this.limitOrder('SPY', 1200, at(0.998));
    }
  }

  #timed(turn: number, at: (part: number) => number): void {
    const { day } = TimeInForce;
    if (turn === 20) this.limitOrder('SPY', 10, at(0.98), '', { timeInForce: day });
    if (turn === 21) {
      const { year, month, day: date } = this.time.add({ days: 2 });
      const timeInForce = TimeInForce.goodTilDate(year, month, date);
      this.limitOrder('SPY', 10, at(0.9), '', { timeInForce });
    }
    if (turn === 24) this.marketOnCloseOrder('SPY', 30);
    if (turn === 26) this.marketOnOpenOrder('SPY', 25);
    if (turn === 28) this.marketOrder('SPY', 5000);
    if (turn === 30) this.marketOrder('SPY', -10);
    if (turn === 38) this.liquidate();
  }
}

class MarginCalls extends Counting {
  initialize(): void {
    this.addEquity('AAPL').setLeverage(4);
    this.addEquity('SPY');
  }

  step(count: number): void {
    if (count === 5) this.setHoldings('AAPL', -2.5);
    if (count === 6) this.setHoldings('SPY', -0.5);
    if (count === 3000) this.setHoldings('AAPL', 3);
  }
}

class RawSplit extends Counting {
  initialize(): void {
    this.addEquity('AAPL');
  }

  protected override counts(slice: Slice): boolean {
    return slice.hasBar('AAPL');
  }

  step(count: number): void {
    if (count === 2) this.marketOrder('AAPL', 101);
    if (count === 5) {
      this.limitOrder('AAPL', -50, 660);
      this.stopMarketOrder('AAPL', -51, 500);
    }
    if (count === 40) this.limitOrder('AAPL', 30, 90);
  }
}

class Models extends Counting {
  initialize(): void {
    const spy = this.addEquity('SPY');
    spy.setFeeModel(new ConstantFeeModel(2.5));
    spy.setSlippageModel(new ConstantSlippageModel(0.0005));
    this.addEquity('IBM').setSlippageModel(new VolumeShareSlippageModel(0.05, 0.2));
    this.addEquity('BAC').setBuyingPowerModel(new PatternDayTradingMarginModel());
  }

  step(count: number): void {
    if (count % 100 === 10) this.setHoldings('SPY', 0.5);
    if (count % 100 === 60) this.stopMarketOrder('SPY', -100, this.price('SPY') - 0.05);
    if (count % 100 === 90) this.liquidate('SPY');
    if (count % 70 === 20) this.marketOrder('IBM', 300);
    if (count % 70 === 50) this.marketOrder('IBM', -300);
    if (count % 90 === 30) this.setHoldings('BAC', 2.5);
    if (count % 90 === 80) this.liquidate('BAC');
  }
}

class IbForex extends Counting {
  initialize(): void {
    this.setBrokerageModel('InteractiveBrokersBrokerage', 'margin');
    this.addForex('EURUSD');
    this.addEquity('IBM');
  }

  step(count: number): void {
    if (count % 50 === 5) this.marketOrder('EURUSD', 10_000);
    if (count % 50 === 7) this.marketOrder('EURUSD', 150_000);
    if (count % 50 === 30) this.liquidate('EURUSD');
    if (count % 80 === 12) this.setHoldings('IBM', 0.7);
    if (count % 80 === 60) this.setHoldings('IBM', -0.3);
  }
}

class Gold extends Counting {
  initialize(): void {
    this.addCfd('XAUUSD');
  }

  step(count: number): void {
    if (count % 500 === 5) this.setHoldings('XAUUSD', 3);
    if (count % 500 === 200) this.setHoldings('XAUUSD', -2);
    if (count % 500 === 400) this.liquidate('XAUUSD');
    if (count % 700 === 100) this.limitOrder('XAUUSD', 5, this.price('XAUUSD') - 0.5);
  }
}

class CashShares extends Counting {
  initialize(): void {
    this.setBrokerageModel('InteractiveBrokersBrokerage', 'cash');
    this.addEquity('SPY');
    this.addEquity('AAPL');
  }

  step(count: number): void {
    if (count % 30 === 4) this.setHoldings('SPY', 0.9);
    if (count % 30 === 15) this.liquidate('SPY');
    if (count % 30 === 16) this.setHoldings('AAPL', 0.9);
    if (count % 30 === 28) this.liquidate('AAPL');
  }
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
