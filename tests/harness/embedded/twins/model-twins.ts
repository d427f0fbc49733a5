import {
  type Indicator,
  type OrderTicket,
  round,
  SecurityMarginModel,
  type Slice,
} from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Oanda extends Base {
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

export class OwnModels extends Base {
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
