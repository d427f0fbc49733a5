import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { Algorithm } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { dailySetup } from './daily-setup.ts';
import { missingReference } from './lean-reference.ts';
import { proofs } from './proof-strategies.ts';

/** What LEAN made of the C# twins: some statistics, and the first orders. */
interface LeanFigures {
  readonly statistics: Readonly<Record<string, string>>;
  readonly events: number;
  /** Ticker, type, time and end in Unix seconds, quantity, status, price. */
  readonly orders: readonly (readonly [string, number, number, number, number, number, number])[];
}

const figures: Readonly<Record<string, LeanFigures>> = JSON.parse(
  readFileSync(new URL('./fixtures/lean-proofs.json', import.meta.url), 'utf8'),
);

function run(name: string, create: () => Algorithm) {
  const setup = dailySetup(name, proofs[name]?.setup as { symbol: string });
  const strategy = { name, create, parameters: {} };
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  return JSON.parse(backtest.run({}, 'full').result ?? '');
}

describe.skipIf(missingReference !== null)('createBacktest() agrees with LEAN on', () => {
  test.each(Object.keys(proofs))('%s', (name) => {
    const lean = figures[name] as LeanFigures;
    const result = run(name, () => (proofs[name] as (typeof proofs)[string]).create());
    const seconds = (time: string | undefined) =>
      time === undefined ? 0 : Date.parse(time) / 1000;
    const orders = Object.values<Record<string, never>>(result.orders);
    const facts = orders
      .slice(0, lean.orders.length)
      .map(({ symbol, type, time, lastFillTime, canceledTime, quantity, status }) => [
        symbol?.['value'],
        type,
        seconds(time),
        seconds(lastFillTime ?? canceledTime),
        quantity,
        status,
      ]);
    expect(facts).toEqual(lean.orders.map((order) => order.slice(0, 6)));
    for (const [index, order] of lean.orders.entries()) {
      const found = Number(orders[index]?.['price']);
      expect(Math.abs(found - order[6])).toBeLessThanOrEqual(1e-6 * order[6]);
    }
    expect(result.orderEvents.length).toBe(lean.events);
    expect(result.statistics).toMatchObject(lean.statistics);
  });

  test.each([
    ['MarginCalls', [14, 170]],
    ['MarginCallsDaily', [6, 1]],
  ])('margin calls and warnings of %s', (name, [calls, warnings]) => {
    let called = 0;
    let warned = 0;
    run(name, () => {
      const algorithm = (proofs[name] as (typeof proofs)[string]).create();
      algorithm.onMarginCall = () => void called++;
      algorithm.onMarginCallWarning = () => void warned++;
      return algorithm;
    });
    expect({ called, warned }).toEqual({ called: calls, warned: warnings });
  });

  test('a job whose currency has no rate, which is refused', () => {
    class Yen extends Algorithm {
      initialize(): void {
        this.setAccountCurrency('JPY');
        this.addEquity('SPY');
      }
    }
    expect(() => run('MultiEquity', () => new Yen())).toThrow(/USDJPY|usdjpy/);
  });

  test('a security without data, which is refused by its file', () => {
    class Nope extends Algorithm {
      initialize(): void {
        this.addEquity('NOPE');
      }
    }
    expect(() => run('MultiEquity', () => new Nope())).toThrow(/nope\.zip/);
  });
});
