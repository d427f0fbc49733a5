import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { EquityWindow } from '../../../harness/embedded/engine/equity-window.ts';
import { Pruned, watchMilestones } from '../../../harness/embedded/engine/milestone-watch.ts';
import { Algorithm } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { type Milestones, standingOf } from '../../../runner/domain/milestones.ts';
import { fc } from '../../fixtures/seeded-fc.ts';
import { momentsAt } from './moments-at.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

const DAY = 86_400_000;
const START = Date.parse('2005-01-01');

function milestonesAt(days: readonly number[], change: Partial<Milestones> = {}): Milestones {
  const at = days.map((day) => START + day * DAY);
  return { measure: 'return', at, below: days.map(() => null), ...change };
}

/** Buys and sells by the month, so that there is something to see. */
class Monthly extends Algorithm {
  override initialize(): void {
    this.addEquity('spx');
  }

  override onData(): void {
    const isHeld = this.portfolio.invested;
    const wants = this.time.month % 3 !== 0;
    if (wants && !isHeld) this.setHoldings('spx', 0.9);
    if (!wants && isHeld) this.liquidate();
  }
}

/** The same on a full account: only that one warns. */
class MonthlyOnBook extends Monthly {
  override onMarginCallWarning(): void {}
}

function backtestOf(create: () => Algorithm) {
  const setup = sampleSetup(place.dataFolder);
  const strategy = { name: 'inline', create, parameters: {} };
  return createBacktest({ setup, data: loadMarketData(setup), strategy });
}

describe.each([
  ['a simple account', () => new Monthly()],
  ['a full account', () => new MonthlyOnBook()],
])('createBacktest() with milestones on %s', (_, create) => {
  const days = [400, 800, 1_200, 1_600, 2_000];

  test('measures the same with milestones as without', () => {
    const backtest = backtestOf(create);
    const without = backtest.run({}, 'metrics');
    const watched = backtest.run({}, 'metrics', { milestones: milestonesAt(days) });
    expect(watched.metrics).toEqual(without.metrics);
    expect(watched.metrics['trade_count']).toBeGreaterThan(20);
    expect(without).not.toHaveProperty('standings');
    expect(watched.pruned).toBeUndefined();
    expect(watched.standings).toHaveLength(days.length);
  });

  test('stands as a backtest does that ends on that day', () => {
    const { standings } = backtestOf(create).run({}, 'metrics', { milestones: milestonesAt(days) });
    const ended = days.map((day) => {
      const end = new Date(START + day * DAY).toISOString().slice(0, 10);
      const setup = sampleSetup(place.dataFolder, { dates: { start: '2005-01-01', end } });
      const strategy = { name: 'inline', create, parameters: {} };
      const shorter = createBacktest({ setup, data: loadMarketData(setup), strategy });
      return shorter.run({}, 'metrics').metrics['net_pnl'] ?? Number.NaN;
    });
    // None of these days is without a bar at its end.
    for (const [n, standing] of (standings ?? []).entries()) {
      expect(standing).toBeCloseTo(ended[n] ?? Number.NaN, 0);
    }
  });

  test('ends where it stands too low, and the next one is not affected', () => {
    const backtest = backtestOf(create);
    const { standings = [], metrics } = backtest.run({}, 'metrics', {
      milestones: milestonesAt(days),
    });
    const below = standings.map((standing, n) => (n === 2 ? standing + 0.1 : standing));
    expect(backtest.run({}, 'metrics', { milestones: milestonesAt(days, { below }) })).toEqual({
      metrics: {},
      standings: standings.slice(0, 3),
      pruned: true,
    });
    expect(
      backtest.run({}, 'metrics', { milestones: milestonesAt(days, { below: standings }) }).metrics,
    ).toEqual(metrics);
  });

  test('looks at each milestone that it reaches, many at one slice and none after the last', () => {
    const { standings = [] } = backtestOf(create).run({}, 'metrics', {
      milestones: milestonesAt([-10, 0, 500, 500, 501, 9_000]),
    });
    expect(standings).toHaveLength(5);
    expect(standings.slice(0, 2)).toEqual([0, 0]);
    expect(standings[2]).toBe(standings[3]);
  });
});

test('createBacktest() says how far it has come, beside milestones or without', () => {
  const backtest = backtestOf(() => new Monthly());
  const heard: [number, number][] = [];
  const progress = (moment: number, equity: number) => heard.push([moment, equity]);
  const { metrics } = backtest.run({}, 'metrics', { progress });
  expect(heard).toHaveLength(20);
  expect(heard.map(([moment]) => moment)).toEqual(heard.map(([moment]) => moment).sort());
  expect(heard.at(-1)?.[1]).toBeCloseTo(metrics['end_equity'] ?? Number.NaN, 6);
  const alone = heard.splice(0);
  backtest.run({}, 'metrics', { progress, milestones: milestonesAt([333, 334, 700]) });
  expect(heard).toEqual(alone);
});

describe('watchMilestones()', () => {
  const time = momentsAt([10, 20, 30, 40]);
  const equity = new EquityWindow(Float64Array.from([100, 110, 88, 99, 132]));

  test('measures the return over the largest drawdown so far', () => {
    const watch = watchMilestones(
      { measure: 'return_over_drawdown', at: [10, 15, 40], below: [null, null, null] },
      time,
      equity,
    );
    expect(watch.ends).toEqual([1, 2, 4]);
    for (const end of watch.ends) watch.look(end);
    // A drawdown of nothing counts as a tenth of a percent.
    expect(watch.standings).toEqual([100, -0.6, 1.6]);
  });

  test('throws what was seen so far where it is too low', () => {
    const watch = watchMilestones(
      { measure: 'return', at: [10, 20, 30], below: [10, -11.9, 0] },
      time,
      equity,
    );
    watch.look(1);
    expect(() => watch.look(2)).toThrow(Pruned);
    expect(watch.standings).toEqual([10, -12]);
  });

  test('cuts the slices into parts that ascend and end with the last', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 9 });
    fc.assert(
      fc.property(moments, (unsorted) => {
        const at = unsorted.toSorted((a, b) => a - b);
        const milestones = { measure: 'return', at, below: at.map(() => null) } as const;
        const { ends } = watchMilestones(milestones, time, equity);
        expect(ends.at(-1)).toBe(time.length);
        expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
        expect(ends[0]).toBeGreaterThan(0);
      }),
    );
  });
});

test('standingOf() is a number that a line of JSON holds', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -100, max: 1e6 }), (gain) => {
      const standing = standingOf('return', { gain, drawdown: 0 });
      expect(JSON.parse(JSON.stringify(standing))).toBe(standing === 0 ? 0 : standing);
      expect(Math.abs(standing - gain)).toBeLessThanOrEqual(Math.abs(gain) * 1e-5);
    }),
  );
});
