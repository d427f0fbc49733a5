import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { Algorithm } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { symbolId } from '../../../harness/embedded/result/symbol-id.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

function run(create: () => Algorithm) {
  const setup = sampleSetup(place.dataFolder);
  const strategy = { name: 'own', create, parameters: {} };
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  return JSON.parse(backtest.run({}, 'full').result ?? '');
}

/** Turns every other month, so that there are profits, losses and a short position. */
class Turning extends Algorithm {
  #count = 0;

  initialize(): void {
    this.addEquity('spx');
  }

  override onData(): void {
    this.#count++;
    if (this.#count % 40 === 1) this.setHoldings('spx', 0.9);
    if (this.#count % 40 === 21) this.setHoldings('spx', -0.6);
  }
}

class WithBook extends Turning {
  override initialize(): void {
    super.initialize();
    // A look at the cash book makes the engine keep one.
    this.log(this.portfolio.cashBook.accountCurrency);
  }
}

describe('the account', () => {
  test('comes to the same with and without a cash book', () => {
    const { logs: _, state: __, ...plain } = run(() => new Turning());
    const { logs, state: ___, ...book } = run(() => new WithBook());
    expect(logs).toEqual(['2005-01-01T00:00:00 USD']);
    expect(book).toEqual(plain);
    expect(Object.keys(plain.orders).length).toBeGreaterThan(50);
  });
});

test('symbolId() encodes what LEAN decodes', () => {
  const { own } = loadMarketData(sampleSetup(place.dataFolder));
  const pair = { ...own.subscription, ticker: 'EURUSD', securityType: 'forex', market: 'oanda' };
  const coin = { ...pair, ticker: 'BTCUSD', securityType: 'crypto', market: 'coinbase' };
  const share = {
    ...own,
    subscription: { ...own.subscription, ticker: 'SPY' },
    reference: { ...own.reference, mapFile: { rows: [{ day: 10_228, ticker: 'spy' }] } },
  };
  expect(symbolId({ ...own, subscription: pair as never })).toBe('EURUSD 8G');
  expect(symbolId({ ...own, subscription: coin as never })).toBe('BTCUSD 2XR');
  expect(symbolId(share)).toBe('SPY R735QTJ8XC9X');
});
