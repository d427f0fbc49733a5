import { createIndicator, type IndicatorWithParts } from './create-indicator.ts';
import { Field } from './field.ts';
import { type IndicatorName, isPointIndicator, type ParametersOf } from './indicator-recipe.ts';

type IndicatorClass<Name extends IndicatorName> = new (
  ...parameters: ParametersOf<Name>
) => IndicatorWithParts<Name>;

/** A class whose instances are fed by hand, or by `registerIndicator`. */
function classOf<Name extends IndicatorName>(kind: Name): IndicatorClass<Name> {
  function create(...parameters: ParametersOf<Name>): IndicatorWithParts<Name> {
    const given = parameters.filter((parameter) => parameter !== undefined);
    const selector = isPointIndicator(kind) ? Field.Close : null;
    const name = () => `${kind.toUpperCase()}(${given.join(',')})`;
    return createIndicator(name, { kind, parameters: given, selector }).indicator;
  }
  // What a function returns is what `new` gives, so that it can be called as LEAN's classes are.
  return create as unknown as IndicatorClass<Name>;
}

export const Identity = classOf('identity');
export const SimpleMovingAverage = classOf('sma');
export const ExponentialMovingAverage = classOf('ema');
export const WilderMovingAverage = classOf('wwma');
export const LinearWeightedMovingAverage = classOf('lwma');
export const DoubleExponentialMovingAverage = classOf('dema');
export const TripleExponentialMovingAverage = classOf('tema');
export const TriangularMovingAverage = classOf('trima');
export const T3MovingAverage = classOf('t3');
export const HullMovingAverage = classOf('hma');
export const KaufmanAdaptiveMovingAverage = classOf('kama');
export const KaufmanEfficiencyRatio = classOf('ker');
export const ArnaudLegouxMovingAverage = classOf('alma');
export const ZeroLagExponentialMovingAverage = classOf('zlema');
export const McGinleyDynamic = classOf('mgd');
export const RelativeStrengthIndex = classOf('rsi');
export const MovingAverageConvergenceDivergence = classOf('macd');
export const BollingerBands = classOf('bb');
export const StandardDeviation = classOf('std');
export const Variance = classOf('var');
export const MeanAbsoluteDeviation = classOf('mad');
export const Sum = classOf('sum');
export const Maximum = classOf('max');
export const Minimum = classOf('min');
export const Momentum = classOf('mom');
export const MomentumPercent = classOf('momp');
export const RateOfChange = classOf('roc');
export const RateOfChangePercent = classOf('rocp');
export const RateOfChangeRatio = classOf('rocr');
export const TrueRange = classOf('tr');
export const AverageTrueRange = classOf('atr');
export const AverageDirectionalIndex = classOf('adx');
export const AroonOscillator = classOf('aroon');
export const CommodityChannelIndex = classOf('cci');
export const WilliamsPercentR = classOf('wilr');
export const Stochastic = classOf('sto');
export const DonchianChannel = classOf('dch');
export const KeltnerChannels = classOf('kch');
export const ParabolicStopAndReverse = classOf('psar');
export const OnBalanceVolume = classOf('obv');
export const MoneyFlowIndex = classOf('mfi');
export const VolumeWeightedAveragePriceIndicator = classOf('vwap');
