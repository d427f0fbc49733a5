import { ArnaudLegouxMovingAverage } from './arnaud-legoux-moving-average.ts';
import { AroonOscillator } from './aroon-oscillator.ts';
import { AverageDirectionalIndex } from './average-directional-index.ts';
import { BollingerBands } from './bollinger-bands.ts';
import { Momentum, RateOfChange, RateOfChangePercent, RateOfChangeRatio } from './changes.ts';
import { CommodityChannelIndex } from './commodity-channel-index.ts';
import { DonchianChannel } from './donchian-channel.ts';
import { DoubleExponentialMovingAverage } from './double-exponential-moving-average.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import { Maximum, Minimum } from './extremes.ts';
import { HullMovingAverage } from './hull-moving-average.ts';
import { Identity } from './identity.ts';
import type { BarIndicatorKind, PointIndicatorKind } from './indicator-kind.ts';
import { KaufmanAdaptiveMovingAverage } from './kaufman-adaptive-moving-average.ts';
import { KaufmanEfficiencyRatio } from './kaufman-efficiency-ratio.ts';
import { KeltnerChannels } from './keltner-channels.ts';
import { LinearWeightedMovingAverage } from './linear-weighted-moving-average.ts';
import { McGinleyDynamic } from './mcginley-dynamic.ts';
import { MoneyFlowIndex } from './money-flow-index.ts';
import { MovingAverageConvergenceDivergence } from './moving-average-convergence-divergence.ts';
import type { MovingAverageType } from './moving-average-type.ts';
import { OnBalanceVolume } from './on-balance-volume.ts';
import { ParabolicStopAndReverse } from './parabolic-stop-and-reverse.ts';
import { RelativeStrengthIndex } from './relative-strength-index.ts';
import { RollingSum } from './rolling-sum.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';
import { Stochastic } from './stochastic.ts';
import { T3MovingAverage } from './t3-moving-average.ts';
import { TriangularMovingAverage } from './triangular-moving-average.ts';
import { TripleExponentialMovingAverage } from './triple-exponential-moving-average.ts';
import { AverageTrueRange, TrueRange } from './true-range.ts';
import { MeanAbsoluteDeviation, StandardDeviation, Variance } from './variance.ts';
import { VolumeWeightedAveragePrice } from './volume-weighted-average-price.ts';
import { WilderMovingAverage } from './wilder-moving-average.ts';
import { WilliamsPercentR } from './williams-percent-r.ts';
import { ZeroLagExponentialMovingAverage } from './zero-lag-exponential-moving-average.ts';

type N = number;
type Type = MovingAverageType;

/**
 * Indicators of one number per bar, by LEAN's names. Our own: trading-signals 8.3 has no values before
 * an indicator is ready, where LEAN has ones that strategies read; from there on it gives LEAN's values
 * in about half of the kinds (SPY daily, to 1e-9: not ema, dema, macd, adx, hma, psar, mfi, vwap).
 */
export const pointIndicators = {
  identity: () => new Identity(),
  sma: (period: N) => new SimpleMovingAverage(period),
  ema: (period: N, weight?: N) => new ExponentialMovingAverage(period, weight),
  wwma: (period: N) => new WilderMovingAverage(period),
  lwma: (period: N) => new LinearWeightedMovingAverage(period),
  dema: (period: N) => new DoubleExponentialMovingAverage(period),
  tema: (period: N) => new TripleExponentialMovingAverage(period),
  trima: (period: N) => new TriangularMovingAverage(period),
  t3: (period: N, volumeFactor?: N) => new T3MovingAverage(period, volumeFactor),
  hma: (period: N) => new HullMovingAverage(period),
  kama: (period: N, fast?: N, slow?: N) => new KaufmanAdaptiveMovingAverage(period, fast, slow),
  ker: (period: N) => new KaufmanEfficiencyRatio(period),
  alma: (period: N, sigma?: N, offset?: N) => new ArnaudLegouxMovingAverage(period, sigma, offset),
  zlema: (period: N) => new ZeroLagExponentialMovingAverage(period),
  mgd: (period: N) => new McGinleyDynamic(period),
  rsi: (period: N, type?: Type) => new RelativeStrengthIndex(period, type),
  macd: (fast: N, slow: N, signal: N, type?: Type) =>
    new MovingAverageConvergenceDivergence(fast, slow, signal, type),
  bb: (period: N, k: N, type?: Type) => new BollingerBands(period, k, type),
  std: (period: N) => new StandardDeviation(period),
  var: (period: N) => new Variance(period),
  mad: (period: N) => new MeanAbsoluteDeviation(period),
  sum: (period: N) => new RollingSum(period),
  max: (period: N) => new Maximum(period),
  min: (period: N) => new Minimum(period),
  mom: (period: N) => new Momentum(period),
  momp: (period: N) => new RateOfChangePercent(period),
  roc: (period: N) => new RateOfChange(period),
  rocp: (period: N) => new RateOfChangePercent(period),
  rocr: (period: N) => new RateOfChangeRatio(period),
} satisfies Record<string, PointIndicatorKind>;

/** Indicators of whole bars, by LEAN's names. */
export const barIndicators = {
  tr: () => new TrueRange(),
  atr: (period: N, type?: Type) => new AverageTrueRange(period, type),
  adx: (period: N) => new AverageDirectionalIndex(period),
  aroon: (upPeriod: N, downPeriod?: N) => new AroonOscillator(upPeriod, downPeriod),
  cci: (period: N, type?: Type) => new CommodityChannelIndex(period, type),
  wilr: (period: N) => new WilliamsPercentR(period),
  sto: (period: N, k: N, d: N) => new Stochastic(period, k, d),
  dch: (upperPeriod: N, lowerPeriod?: N) => new DonchianChannel(upperPeriod, lowerPeriod),
  kch: (period: N, k: N, type?: Type) => new KeltnerChannels(period, k, type),
  psar: (start?: N, step?: N, most?: N) => new ParabolicStopAndReverse(start, step, most),
  obv: () => new OnBalanceVolume(),
  mfi: (period: N) => new MoneyFlowIndex(period),
  vwap: (period: N) => new VolumeWeightedAveragePrice(period),
} satisfies Record<string, BarIndicatorKind>;
