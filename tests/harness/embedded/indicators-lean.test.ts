import { describe, expect, test } from 'vitest';
import { Algorithm, type Indicator } from '../../../harness/embedded/leantune.ts';
import { missingReference } from './lean-reference.ts';
import { leanSetup, runInline } from './run-inline.ts';

type Facts = Readonly<Record<string, number>>;

/** LEAN's own values after the last bar, of SPY by days and of EURUSD by hours. */
const DAILY: Facts = {
  sma: 106.157135007,
  ema: 106.56798757078387,
  kama: 106.8714466982694,
  hma: 107.75090502551852,
  t3: 106.55097637065872,
  rsi: 58.98836127135018,
  macd: -0.2452980199544876,
  'macd.signal': -0.7191371127081959,
  'macd.histogram': 0.4738390927537083,
  'bb.upperBand': 108.07825276750164,
  'bb.percentB': 1.145439127458839,
  atr: 1.4098962178571428,
  adx: 19.911334054093395,
  'adx.positiveDirectionalIndex': 29.897178120062364,
  cci: 210.0616709282597,
  'sto.stochD': 79.08941977047361,
  psar: 104.44272914330784,
  obv: 5826098017,
  mfi: 51.294797541057065,
  vwap: 105.69838501769705,
};
const HOURLY: Facts = {
  sma: 1.357248,
  ema: 1.3574138415739478,
  kama: 1.3574256242325773,
  hma: 1.3545104074074075,
  t3: 1.3558509122127378,
  rsi: 24.080938099592075,
  macd: -0.003910326924978837,
  'macd.signal': -0.0038078545811489873,
  'macd.histogram': -0.00010247234382984996,
  'bb.upperBand': 1.369252930797386,
  'bb.percentB': 0.22424232155262738,
  atr: 0.00165,
  adx: 63.58299646875131,
  'adx.positiveDirectionalIndex': 4.426392383861397,
  cci: -95.32573785765464,
  'sto.stochD': 7.257381585680984,
  psar: 1.3574011961434798,
  smaday: 1.3667166666666666,
  atrday: 0.010505746360373177,
};

class Values extends Algorithm {
  readonly last: Record<string, number> = {};
  #indicators: Readonly<Record<string, Indicator>> = {};

  initialize(): void {
    const { symbol, data } = this.addSecurity();
    const macd = this.macd(symbol, 12, 26, 9);
    const bb = this.bb(symbol, 20, 2);
    const adx = this.adx(symbol, 14);
    this.#indicators = {
      sma: this.sma(symbol, 10),
      ema: this.ema(symbol, 10),
      kama: this.kama(symbol, 10),
      hma: this.hma(symbol, 9),
      t3: this.t3(symbol, 5),
      rsi: this.rsi(symbol, 14),
      macd,
      'macd.signal': macd.signal,
      'macd.histogram': macd.histogram,
      'bb.upperBand': bb.upperBand,
      'bb.percentB': bb.percentB,
      atr: this.atr(symbol, 14),
      adx,
      'adx.positiveDirectionalIndex': adx.positiveDirectionalIndex,
      cci: this.cci(symbol, 20),
      'sto.stochD': this.sto(symbol, 14, 3, 3).stochD,
      psar: this.psar(symbol),
      ...(data.setup.resolution === 'daily'
        ? {
            obv: this.obv(symbol),
            mfi: this.mfi(symbol, 14),
            vwap: this.vwap(symbol, 20),
          }
        : {
            smaday: this.sma(symbol, 3, 'daily'),
            atrday: this.atr(symbol, 3, 'wilders', 'daily'),
          }),
    };
  }

  override onData(): void {
    for (const [name, { current }] of Object.entries(this.#indicators)) {
      this.last[name] = current.value;
    }
  }
}

function lastValues(setup: ReturnType<typeof leanSetup>): Facts {
  let algorithm: Values | null = null;
  runInline(setup, () => {
    algorithm = new Values();
    return algorithm;
  });
  return (algorithm as Values | null)?.last ?? {};
}

describe.skipIf(missingReference !== null)('Algorithm has LEAN’s values', () => {
  test.each([
    ['daily', leanSetup({ dates: { start: '2009-06-01', end: '2011-06-30' } }), DAILY],
    [
      'hourly, also of days made of hours',
      leanSetup({
        symbol: 'EURUSD',
        securityType: 'forex',
        market: 'oanda',
        resolution: 'hour',
        normalization: 'Raw',
        dates: { start: '2013-09-01', end: '2013-10-31' },
      }),
      HOURLY,
    ],
  ])('indicators %s', (_, setup, facts) => {
    const found = lastValues(setup);
    expect(Object.keys(found).sort()).toEqual(Object.keys(facts).sort());
    for (const [name, value] of Object.entries(facts)) {
      const least = /macd|percent/.test(name) ? 1 : Math.abs(value);
      expect.soft(Math.abs((found[name] as number) - value), name).toBeLessThan(1e-9 * least);
    }
  });
});
