import {
  type Indicator,
  type IndicatorWithParts,
  type OrderEvent,
  type OrderTicket,
  round,
  type Slice,
} from '../../../../harness/embedded/leantune.ts';
import { Base, isOpen } from './base.ts';

export class Brackets extends Base {
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

export class OpenOverEvents extends Base {
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
