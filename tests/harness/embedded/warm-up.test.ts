import { describe, expect, test } from 'vitest';
import {
  Algorithm,
  type Indicator,
  SimpleMovingAverage,
  TimeSpan,
} from '../../../harness/embedded/leantune.ts';
import { missingReference } from './lean-reference.ts';
import { leanSetup, newYork, runInline } from './run-inline.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

type Setup = (algorithm: Algorithm) => readonly Indicator[];

/** Sets itself up in some way, and notes what it is told and what its indicators say. */
class Warming extends Algorithm {
  readonly lines: string[];
  readonly #setUp: Setup;
  #indicators: readonly Indicator[] = [];

  constructor(setUp: Setup, lines: string[]) {
    super();
    this.#setUp = setUp;
    this.lines = lines;
  }

  initialize(): void {
    this.addSecurity();
    this.#indicators = this.#setUp(this);
    this.#note(`init ${this.marketOrder(this.getParameter('ticker', ''), 1).status}`);
  }

  override onWarmupFinished(): void {
    this.#note('finished');
  }

  override onData(): void {
    const ticket = this.isWarmingUp ? this.marketOrder(this.getParameter('ticker', ''), 1) : null;
    this.#note(`data ${ticket?.status ?? '-'} ${this.transactions.orders.length}`);
  }

  #note(what: string): void {
    const values = this.#indicators.map(
      ({ value, isReady, samples }) => `${value.toFixed(6)}/${isReady}/${samples}`,
    );
    const now = newYork(this.utcTime.getTime()).slice(5);
    this.lines.push([now, what, this.isWarmingUp, ...values].join(' '));
  }
}

function warm(setup: ReturnType<typeof leanSetup>, setUp: Setup): string[] {
  const lines: string[] = [];
  runInline(setup, () => {
    lines.splice(0);
    return new Warming(setUp, lines);
  });
  return lines;
}

const sampled = () =>
  sampleSetup(place.dataFolder, { dates: { start: '2005-06-01', end: '2005-06-30' } });

/** Mean of the closes of 26, 27 and 31 May 2005: 1197.62, 1198.78 and 1191.50. */
const MEAN = '1195.966667';

describe('setWarmUp()', () => {
  test('shows bars before the start, without orders, then begins', () => {
    const lines = warm(sampled(), (algorithm) => {
      algorithm.setWarmUp(4);
      return [algorithm.sma('spx', 3)];
    });
    const short = lines.map((line) => line.split(' ').slice(0, 5).join(' '));
    expect(short.slice(0, 7)).toEqual([
      '06-01 00:00 init invalid true',
      '05-25 16:00 data invalid 0',
      '05-26 16:00 data invalid 0',
      '05-27 16:00 data invalid 0',
      '05-31 16:00 data invalid 0',
      `06-01 00:00 finished false ${MEAN}/true/4`,
      '06-01 16:00 data - 0',
    ]);
    expect(lines.filter((line) => line.includes('finished')).length).toBe(1);
  });

  test('has the values of a backtest that begins earlier', () => {
    const indicators: Setup = (algorithm) => [
      algorithm.rsi('spx', 5),
      algorithm.macd('spx', 3, 6, 2).histogram,
      algorithm.ema('spx', 4, null, (bar) => bar.high),
    ];
    const later = warm(sampled(), (algorithm) => {
      algorithm.setWarmUp(TimeSpan.fromDays(12));
      return indicators(algorithm);
    });
    const dates = { start: '2005-05-20', end: '2005-06-30' };
    const earlier = warm(sampleSetup(place.dataFolder, { dates }), indicators);
    const june = (lines: readonly string[]) =>
      lines.filter((line) => line.startsWith('06-') && line.includes('data'));
    expect(june(later).length).toBe(22);
    expect(june(later)).toEqual(june(earlier));
  });

  test('refuses what is no length, and bars of another resolution', () => {
    const run = (setUp: (algorithm: Algorithm) => void) => () =>
      warm(sampled(), (algorithm) => {
        setUp(algorithm);
        return [];
      });
    expect(run((algorithm) => algorithm.setWarmUp(1.5))).toThrow('wanted a whole number of bars');
    expect(run((algorithm) => algorithm.setWarmUp(5, 'hour'))).toThrow(
      'wanted bars of its own resolution, found hour',
    );
  });
});

describe('warmUpIndicator()', () => {
  test('makes an indicator ready with as many bars as it needs', () => {
    const [init, ...rest] = warm(sampled(), (algorithm) => {
      const shared = algorithm.sma('spx', 3);
      const byHand = new SimpleMovingAverage(3);
      algorithm.warmUpIndicator('spx', shared);
      algorithm.warmUpIndicator('spx', byHand);
      algorithm.registerIndicator('spx', byHand);
      algorithm.settings.automaticIndicatorWarmUp = true;
      return [shared, byHand, algorithm.sma('spx', 3)];
    });
    expect(init).toBe(
      `06-01 00:00 init invalid true ${new Array(3).fill(`${MEAN}/true/3`).join(' ')}`,
    );
    for (const line of rest) expect(new Set(line.split(' ').slice(-3)).size).toBe(1);
    expect(rest.at(-1)).toContain('/true/25');
  });
});

describe.skipIf(missingReference !== null)('warm-up is LEAN’s', () => {
  const setup = () =>
    leanSetup({ resolution: 'hour', dates: { start: '2013-10-01', end: '2013-10-02' } });

  test('by bars: the one that ends just as they begin is shown, too', () => {
    const lines = warm(setup(), (algorithm) => {
      algorithm.setWarmUp(20);
      return [algorithm.sma('SPY', 15), algorithm.ema('SPY', 10)];
    });
    expect(lines[1]).toBe('09-26 10:00 data invalid 0 true 146.900059/false/1 0.000000/false/1');
    expect(lines.find((line) => line.includes('finished'))).toBe(
      '10-01 00:00 finished false 145.742613/true/21 145.549550/true/21',
    );
  });

  test('by indicators, also of other resolutions', () => {
    const lines = warm(setup(), (algorithm) => {
      algorithm.settings.automaticIndicatorWarmUp = true;
      return [algorithm.sma('SPY', 15), algorithm.roc('SPY', 5), algorithm.ema('SPY', 3, 'daily')];
    });
    expect(lines.slice(0, 3)).toEqual([
      '10-01 00:00 init invalid true 145.742613/true/15 -0.000357/true/6 146.046961/true/3',
      '10-01 00:00 finished false 145.742613/true/15 -0.000357/true/6 146.046961/true/3',
      '10-01 10:00 data - 0 false 145.661338/true/16 0.000059/true/7 146.046961/true/3',
    ]);
  });
});
