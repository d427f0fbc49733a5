import { type Indicator, round, type Slice } from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Tethers extends Base {
  #fast?: Indicator;
  #slow?: Indicator;

  initialize(): void {
    this.setBrokerageModel('Binance', 'cash');
    this.setAccountCurrency('USDT');
    this.addCrypto('BTCUSDT', { market: 'binance' });
    this.#fast = this.sma('BTCUSDT', 3);
    this.#slow = this.sma('BTCUSDT', 8);
  }

  override onData(slice: Slice): void {
    const [fast, slow] = [this.#fast, this.#slow];
    if (!fast || !slow?.isReady || !slice.containsKey('BTCUSDT')) return;
    this.count++;
    const held = this.portfolio.cashBook.get('BTC').amount;
    if (fast.value > slow.value && held < 1) this.setHoldings('BTCUSDT', 0.8);
    else if (fast.value < slow.value && held > 1) this.liquidate('BTCUSDT');
    if (this.count % 9 === 2) {
      const { price } = this.securities.get('BTCUSDT');
      this.limitOrder('BTCUSDT', 0.5, round(price * 0.997, 2));
    }
    if (this.count % 9 === 6 && held > 0.4) this.marketOrder('BTCUSDT', -0.3);
  }
}

export class Euros extends Base {
  #fast?: Indicator;
  #slow?: Indicator;

  initialize(): void {
    this.setAccountCurrency('EUR');
    this.setCash('USD', 30_000);
    this.setCash('GBP', 20_000);
    this.addEquity('SPY');
    this.#fast = this.sma('SPY', 10);
    this.#slow = this.sma('SPY', 30);
  }

  override onData(slice: Slice): void {
    const [fast, slow] = [this.#fast, this.#slow];
    if (!fast || !slow?.isReady || !slice.containsKey('SPY')) return;
    this.count++;
    const isUp = fast.value > slow.value;
    const { quantity } = this.portfolio.get('SPY');
    if (isUp && quantity <= 0) this.setHoldings('SPY', 0.9);
    else if (!isUp && quantity >= 0) this.setHoldings('SPY', -0.5);
    if (this.count % 40 === 13) {
      const parts = Math.trunc(this.portfolio.totalPortfolioValue / 2_000);
      this.marketOrder('SPY', (parts % 31) + 1);
    }
  }
}
