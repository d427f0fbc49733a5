import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadStrategy } from '../../../../harness/embedded/load-strategy.ts';
import { barsOf, columnsOf, gridOf, marketOf, runnerOf } from './step-sets.ts';

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));
const EXAMPLE = 'config/examples/strategies/breakout-in-steps.ts';

it('the example of a strategy in two steps is short and shares both', async () => {
  expect(readFileSync(`${projectRoot}${EXAMPLE}`, 'utf8').split('\n').length).toBeLessThan(60);
  const { steps } = await loadStrategy(EXAMPLE, projectRoot);
  if (steps === undefined) throw new Error('no steps');
  const prices = Array.from({ length: 500 }, (_, n) => 100 + n / 20 + 5 * Math.sin(n / 9));
  const bars = barsOf(
    '2024-01-02T00:00:00Z',
    prices.map((price) => [price, price, price, price]),
  );
  const runner = runnerOf(steps, marketOf(bars));
  const sets = gridOf({ hold: [5, 10, 20], days: [20, 50], stop: [0.02, 0.1] });
  runner.bind(columnsOf(sets));
  const found = sets.map((_, index) => runner.measure(index));
  expect(runner.computed).toEqual({ breakouts: 2, held: 12 });
  expect(found).toEqual(sets.map((set) => runnerOf(steps, marketOf(bars)).measureSet(set)));
  expect(found.every((metrics) => (metrics['trade_count'] ?? 0) > 3)).toBe(true);
  expect(runner.trades(sets[0] ?? {})).toHaveLength(found[0]?.['trade_count'] ?? -1);
});
