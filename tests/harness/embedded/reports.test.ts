import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { Algorithm, type Indicator } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

/** Tells what it can of its first two bars. */
class Telling extends Algorithm {
  #average?: Indicator;
  #count = 0;

  initialize(): void {
    this.addEquity('spx');
    this.#average = this.sma('spx', 1);
    this.setName('told');
    this.setTags(['first', 'second']);
    this.addTag('third');
  }

  override onData(): void {
    this.#count++;
    if (this.#count > 2 || this.#average === undefined) return;
    this.plot('Price', this.#count);
    this.plot('Own', 'Count', 1.23456789);
    this.plot('Own', 'Count', this.#count);
    this.plot('Own', this.#average);
    this.record('Equity share', 0.5);
    this.error('twice');
    this.error(new Error('twice'));
    this.debug(`${this.name} ${[...this.tags].join()} ${this.liveMode} ${this.notify.email()}`);
    this.setRuntimeStatistic('Mood', 'calm');
    this.setSummaryStatistic('Own share', '12.5%');
    this.setSummaryStatistic('Own text', 'fine');
    this.setSummaryStatistic('Start Equity', 'none');
    this.setSummaryStatistic('Own count', this.#count);
  }
}

function run(detail: 'metrics' | 'full', fixedParameters = {}) {
  const setup = sampleSetup(place.dataFolder, { fixedParameters });
  const strategy = { name: 'own', create: () => new Telling(), parameters: {} };
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  return backtest.run({}, detail);
}

describe('an algorithm’s reports', () => {
  test('are among the statistics of the result, and metrics where they are numbers', () => {
    const { metrics, result } = run('full');
    const { statistics, runtimeStatistics } = JSON.parse(result ?? '');
    expect(statistics).toMatchObject({
      'Own share': '12.5%',
      'Own text': 'fine',
      'Own count': '2',
    });
    expect(statistics['Start Equity']).toBe('100000');
    expect(runtimeStatistics).toMatchObject({ Mood: 'calm' });
    expect(metrics).toMatchObject({ 'Own share': 0.125, 'Own count': 2 });
    expect(metrics).not.toHaveProperty('Own text');
    expect(run('metrics').metrics).toEqual(metrics);
  });

  test('are drawn as lines, the last point of a moment alone', () => {
    const { charts } = JSON.parse(run('full').result ?? '');
    const { values, seriesType } = charts.Own.series.Count;
    expect(seriesType).toBe(0);
    expect(values.map(([, value]: readonly number[]) => value)).toEqual([1, 2]);
    expect(values[1][0]).toBeGreaterThan(values[0][0]);
    const average = charts.Own.series['SMA(1,SPX_day)'];
    expect(average.values.length).toBe(2);
    const { series } = charts['Strategy Equity'];
    expect(Object.keys(series)).toEqual(['Equity', 'Return', 'Price', 'Equity share']);
  });

  test('are lines of the log, an error that repeats itself once', () => {
    const { logs } = JSON.parse(run('full').result ?? '');
    const texts = logs.map((line: string) => line.slice(line.indexOf(' ') + 1));
    expect(texts).toEqual(['twice', ...Array(2).fill('told first,second,third false false')]);
  });
});

test('getParameters() gives all there are, and train() comes with the next step of time', () => {
  const told: unknown[] = [];
  class Asking extends Algorithm {
    initialize(): void {
      this.addEquity('spx');
      this.setTimeZone('America/New_York');
      told.push(this.getParameters());
      this.train(() => told.push('trained'));
      told.push(() => this.setTimeZone('UTC'));
    }
  }
  const setup = sampleSetup(place.dataFolder, { fixedParameters: { mode: 'fixed', fast: 1 } });
  const strategy = { name: 'own', create: () => new Asking(), parameters: { slow: 50 } };
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  backtest.run({ fast: 7 }, 'metrics');
  const [parameters, setZone, trained] = told as [object, () => void, string];
  expect(parameters).toMatchObject({ mode: 'fixed', fast: 7, slow: 50, symbol: 'spx' });
  expect(setZone).toThrow('wanted America/New_York');
  expect(trained).toBe('trained');
  expect([...backtest.parametersRead]).toEqual(expect.arrayContaining(['mode', 'fast', 'slow']));
});
