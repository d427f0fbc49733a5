import { expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { inBacktest, inStrategy, PHASE, phase } from '../../../harness/embedded/engine/phase.ts';
import { Algorithm } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const sample = useSampleData();
const seen = new Set<string>();

class Watching extends Algorithm {
  initialize(): void {
    seen.add(`initialize ${phase[0]}`);
    this.addEquity('spx');
  }

  override onData(): void {
    seen.add(`onData ${phase[0]}`);
    if (!this.portfolio.invested) this.setHoldings('spx', 0.5);
  }

  override onOrderEvent(): void {
    seen.add(`onOrderEvent ${phase[0]}`);
  }

  override onEndOfAlgorithm(): void {
    seen.add(`onEndOfAlgorithm ${phase[0]}`);
  }
}

test('a backtest tells its phases now and then, and its result is the same', () => {
  const setup = sampleSetup(sample.dataFolder);
  const strategy = { name: 'watching', create: () => new Watching(), parameters: {} };
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  const results = Array.from({ length: 22 }, () => backtest.run({}, 'full'));
  for (const result of results) expect(result).toEqual(results[0]);
  for (const callback of ['initialize', 'onData', 'onOrderEvent', 'onEndOfAlgorithm']) {
    expect(seen).toContain(`${callback} ${PHASE.strategy}`);
    expect(seen).toContain(`${callback} ${PHASE.unknown}`);
    expect(seen).not.toContain(`${callback} ${PHASE.engine}`);
  }
  expect(phase[0]).toBe(PHASE.unknown);
});

test('inBacktest() tells every twentieth, and nothing after one that throws', () => {
  const told = Array.from({ length: 60 }, () => {
    let during = 0;
    const failing = (): void => {
      during = inStrategy(() => phase[0] ?? -1);
      throw new Error('no');
    };
    expect(() => inBacktest(failing)).toThrow('no');
    expect(phase[0]).toBe(PHASE.unknown);
    return during;
  });
  expect(told.filter((during) => during === PHASE.strategy)).toHaveLength(3);
  expect(told.filter((during) => during === PHASE.unknown)).toHaveLength(57);
});
