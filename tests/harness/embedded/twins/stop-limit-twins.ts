import {
  type IndicatorWithParts,
  type OrderEvent,
  type OrderTicket,
  round,
  type Slice,
} from '../../../../harness/embedded/leantune.ts';
import { Base, isOpen } from './base.ts';

export class StopLimits extends Base {
  #channel?: IndicatorWithParts<'cci'>;
  #entry?: OrderTicket;
  #stop?: OrderTicket;

  initialize(): void {
    this.addEquity('AAPL');
    this.#channel = this.cci('AAPL', 20);
  }

  override onData(slice: Slice): void {
    const channel = this.#channel;
    if (!slice.containsKey('AAPL') || !channel?.isReady) return;
    this.count++;
    if (this.#stop !== undefined && isOpen(this.#stop)) this.#follow(this.#stop);
    if (this.count % 6 !== 0 || this.invested('AAPL')) return;
    if (this.#entry !== undefined && isOpen(this.#entry)) this.#entry.cancel();
    const rises = channel.value > 0;
    const stopPrice = this.at('AAPL', rises ? 1.01 : 0.99);
    const limitPrice = this.at('AAPL', rises ? 1.013 : 0.987);
    this.#entry = this.stopLimitOrder('AAPL', rises ? 30 : -30, { stopPrice, limitPrice });
  }

  #follow(ticket: OrderTicket): void {
    const isLong = ticket.quantity < 0;
    const stopPrice = this.at('AAPL', isLong ? 0.97 : 1.03);
    const last = ticket.stopPrice;
    if (isLong ? stopPrice > last : stopPrice < last) ticket.update({ stopPrice });
    if (this.count % 40 === 39) {
      ticket.update({ quantity: -Math.sign(this.portfolio.get('AAPL').quantity) * 10 });
    }
  }

  override onOrderEvent({ status, orderId, fillPrice, fillQuantity }: OrderEvent): void {
    if (status !== 'filled') return;
    if (orderId === this.#entry?.orderId) {
      const stop = round(fillPrice * (fillQuantity > 0 ? 0.97 : 1.03), 2);
      this.#stop = this.stopMarketOrder('AAPL', -fillQuantity, stop);
    } else if (orderId === this.#stop?.orderId && this.invested('AAPL')) this.liquidate('AAPL');
  }
}
