import {
  ConstantFeeModel,
  ConstantSlippageModel,
  type OrderTicket,
  PatternDayTradingMarginModel,
  round,
  type Slice,
  TimeInForce,
  VolumeShareSlippageModel,
} from '../../../../harness/embedded/leantune.ts';
import { Counting } from './counting.ts';

export class OrderKinds extends Counting {
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

export class MarginCalls extends Counting {
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

export class Models extends Counting {
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
