import {
  ExponentialMovingAverage,
  type Indicator,
  type OrderTicket,
  type QuoteBar,
  QuoteBarConsolidator,
  round,
  type Slice,
  TimeSpan,
} from '../../../../harness/embedded/leantune.ts';
import { Base, isOpen } from './base.ts';

export class Coins extends Base {
  #fast?: Indicator;
  #slow?: Indicator;
  #limit?: OrderTicket;

  initialize(): void {
    this.setBrokerageModel('Coinbase', 'cash');
    this.addCrypto('BTCUSD', { market: 'coinbase' });
    this.#fast = this.sma('BTCUSD', 5);
    this.#slow = this.sma('BTCUSD', 20);
  }

  override onData(slice: Slice): void {
    const [fast, slow] = [this.#fast, this.#slow];
    if (!fast || !slow?.isReady || !slice.containsKey('BTCUSD')) return;
    this.count++;
    const held = this.portfolio.cashBook.get('BTC').amount;
    if (fast.value > slow.value && held < 0.5) this.setHoldings('BTCUSD', 0.95);
    else if (fast.value < slow.value && held > 0.5) this.liquidate('BTCUSD');
    this.#wait(this.count % 30, this.securities.get('BTCUSD').price);
    if (this.count % 50 === 49) this.marketOrder('BTCUSD', 1_000);
  }

  #wait(turn: number, price: number): void {
    if (turn === 7) this.#limit = this.limitOrder('BTCUSD', 0.25, round(price * 0.995, 2));
    if (turn === 19 && this.#limit !== undefined && isOpen(this.#limit)) this.#limit.cancel();
    if (turn === 23) this.limitOrder('BTCUSD', -0.1, round(price * 1.002, 2));
  }
}

export class Quoted extends Base {
  readonly #average = new ExponentialMovingAverage(8);
  readonly #minutes: number;
  #stop?: OrderTicket;

  constructor(minutes: number) {
    super();
    this.#minutes = minutes;
  }

  initialize(): void {
    this.addForex('EURUSD');
    const bars = new QuoteBarConsolidator(TimeSpan.fromMinutes(this.#minutes));
    this.registerIndicator('EURUSD', this.#average, bars);
    bars.dataConsolidated.add((_, bar) => this.#turn(bar as QuoteBar));
  }

  #turn({ bid, ask }: QuoteBar): void {
    if (!this.#average.isReady) return;
    this.count++;
    if (!this.invested('EURUSD') && this.count % 3 === 0) {
      const side = ask.close > this.#average.value ? 1 : -1;
      this.marketOrder('EURUSD', side * 40_000);
      this.#stop = this.trailingStopOrder('EURUSD', -side * 40_000, { trailingAmount: 0.002 });
    } else if (this.#stop !== undefined && isOpen(this.#stop)) {
      if (this.count % 4 === 1) this.#stop.update({ trailingAmount: 0.0012 });
      if (this.count % 9 === 8 && bid.high - bid.low > 0.0005) {
        this.#stop.cancel();
        this.liquidate('EURUSD');
      }
    }
  }
}
