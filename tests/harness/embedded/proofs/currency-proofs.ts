import { Counting } from './counting.ts';

export class ForexCross extends Counting {
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

export class EuroAccount extends Counting {
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

export class CoinEur extends Counting {
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

export class CoinCash extends Counting {
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

export class Gold extends Counting {
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

export class IbForex extends Counting {
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
