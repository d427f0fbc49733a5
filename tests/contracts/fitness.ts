import { describe, expect, it } from 'vitest';
import { fitnesses } from '../../runner/fitness/index.ts';

/** Options for the fitnesses that need some. */
const needed: Record<string, object> = {
  composite: {
    terms: [
      { metric: 'sharpe_ratio', weight: 0.5, range: [-1, 3] },
      { metric: 'net_pnl', weight: 0.5 },
    ],
  },
};

const good = {
  net_pnl: 30,
  max_drawdown: 10,
  trade_count: 100,
  win_rate: 0.5,
  profit_factor: 1.5,
  sharpe_ratio: 1.2,
};

/** What every registered fitness must do. */
export function testFitnesses(): void {
  describe.each(Object.entries(fitnesses))('fitness %s', (name, factory) => {
    const options = factory.options.parse({ max_drawdown_limit: 20, ...needed[name] }) as never;
    const fitness = factory.create(options);
    const violations = factory.violations(options);

    it('create() scores a good set, the same each time', () => {
      expect(Number.isFinite(fitness(good))).toBe(true);
      expect(fitness({ ...good })).toBe(fitness(good));
      expect(violations(good)).toEqual({});
    });

    it('create() prefers more of what it measures', () => {
      const better = { ...good, net_pnl: 40, sharpe_ratio: 1.5, profit_factor: 2 };
      expect(fitness(better)).toBeGreaterThan(fitness(good));
    });

    it.each([
      ['min_trades', { trade_count: 29 }, 1],
      ['min_profit_factor', { profit_factor: 0.75 }, 0.25],
      ['max_drawdown_limit', { max_drawdown: 25 }, 5],
    ])('violations() reports %s by amount, and create() gives −Infinity', (limit, bad, amount) => {
      expect(violations({ ...good, ...bad })).toEqual({ [limit]: amount });
      expect(fitness({ ...good, ...bad })).toBe(-Infinity);
    });

    it('create() gives −Infinity and never NaN where metrics are missing or odd', () => {
      expect(fitness({})).toBe(-Infinity);
      expect(violations({})).toMatchObject({ min_trades: Infinity });
      for (const metric of Object.keys(good)) {
        for (const value of [Number.NaN, Infinity, -Infinity, 0]) {
          expect(fitness({ ...good, [metric]: value })).not.toBeNaN();
        }
      }
    });

    it('options describe themselves and refuse unknown keys', () => {
      const unknown = factory.options.safeParse({ ...needed[name], surprise: 1 });
      expect(unknown.success).toBe(false);
      for (const field of Object.values(factory.options.shape)) {
        expect((field as { description?: string }).description).toBeTruthy();
      }
    });
  });
}
