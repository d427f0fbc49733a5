import { describe, expect, it } from 'vitest';
import { roundFitness } from '../../../runner/domain/fitness.ts';
import { fitnesses } from '../../../runner/fitness/index.ts';
import { testFitnesses } from '../../contracts/fitness.ts';

testFitnesses();

const { calmar, composite, profit_factor: profitFactor } = fitnesses;
const good = { net_pnl: 30, max_drawdown: 10, trade_count: 100, profit_factor: 1.5 };

describe('calmar', () => {
  const scored = (options: object, metrics: object): number =>
    calmar.create(calmar.options.parse(options))({ ...good, ...metrics });

  it('create() is net profit over drawdown times log10 of trades over min_trades', () => {
    expect(scored({ min_trades: 10 }, {})).toBe(3);
    expect(roundFitness(scored({ min_trades: 30 }, {}))).toBe(1.568636236);
    expect(scored({ min_trades: 10 }, { net_pnl: -30, profit_factor: 1 })).toBe(-3);
  });

  it('create() scores exactly min_trades as 0', () => {
    expect(scored({ min_trades: 100 }, {})).toBe(0);
  });

  it('create() counts small drawdowns as the floor', () => {
    expect(scored({ min_trades: 10 }, { max_drawdown: 0 })).toBe(300);
    expect(scored({ min_trades: 10 }, { max_drawdown: 0.05 })).toBe(300);
    expect(scored({ min_trades: 10, drawdown_floor: 1 }, { max_drawdown: 0 })).toBe(30);
  });

  it('create() makes zero drawdown invalid where asked to', () => {
    const options = { min_trades: 10, zero_drawdown: 'invalid' };
    expect(scored(options, { max_drawdown: 0 })).toBe(-Infinity);
    expect(scored(options, { max_drawdown: 0.05 })).toBe(600);
  });

  it('options refuse min_trades below 1', () => {
    expect(calmar.options.safeParse({ min_trades: 0 }).success).toBe(false);
    expect(calmar.options.parse({})).toMatchObject({
      min_trades: 30,
      min_profit_factor: 1,
      max_drawdown_limit: null,
    });
  });
});

describe('profit_factor', () => {
  it('create() caps what is infinite without a losing trade', () => {
    const fitness = profitFactor.create(profitFactor.options.parse({}));
    expect(fitness({ ...good, profit_factor: Infinity })).toBe(100);
    expect(fitness({ ...good, profit_factor: 2.5 })).toBe(2.5);
  });
});

describe('composite', () => {
  const terms = [
    { metric: 'total_r', weight: 0.4, range: [0, 100] },
    { metric: 'sharpe_ratio', weight: 0.35, range: [0, 4] },
    { metric: 'max_drawdown', weight: -0.01 },
  ];
  const fitness = composite.create(composite.options.parse({ terms }));

  it('create() adds weighted metrics, those with a range scaled and clipped', () => {
    const value = fitness({ ...good, total_r: 50, sharpe_ratio: 9 });
    expect(value).toBeCloseTo(0.4 * 0.5 + 0.35 - 0.1, 12);
  });

  it('create() is invalid where a metric is missing or infinite without a range', () => {
    expect(fitness({ ...good, total_r: 50 })).toBe(-Infinity);
    const open = composite.create(
      composite.options.parse({ terms: [{ metric: 'profit_factor', weight: 1 }] }),
    );
    expect(open({ ...good, profit_factor: Infinity })).toBe(-Infinity);
  });

  it('options refuse a range that is upside down', () => {
    const upside = { terms: [{ metric: 'x', weight: 1, range: [1, 0] }] };
    expect(composite.options.safeParse(upside).success).toBe(false);
  });
});
