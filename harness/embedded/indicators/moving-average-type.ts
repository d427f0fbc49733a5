import { ArnaudLegouxMovingAverage } from './arnaud-legoux-moving-average.ts';
import type { PointCalculator } from './calculator.ts';
import { DoubleExponentialMovingAverage } from './double-exponential-moving-average.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import { HullMovingAverage } from './hull-moving-average.ts';
import { KaufmanAdaptiveMovingAverage } from './kaufman-adaptive-moving-average.ts';
import { LinearWeightedMovingAverage } from './linear-weighted-moving-average.ts';
import { McGinleyDynamic } from './mcginley-dynamic.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';
import { T3MovingAverage } from './t3-moving-average.ts';
import { TriangularMovingAverage } from './triangular-moving-average.ts';
import { TripleExponentialMovingAverage } from './triple-exponential-moving-average.ts';
import { WilderMovingAverage } from './wilder-moving-average.ts';
import { ZeroLagExponentialMovingAverage } from './zero-lag-exponential-moving-average.ts';

/** How an indicator averages, by LEAN's names. */
export const MovingAverageType = {
  Simple: 'simple',
  Exponential: 'exponential',
  Wilders: 'wilders',
  LinearWeightedMovingAverage: 'linearWeighted',
  DoubleExponential: 'doubleExponential',
  TripleExponential: 'tripleExponential',
  Triangular: 'triangular',
  T3: 't3',
  Kama: 'kama',
  Hull: 'hull',
  Alma: 'alma',
  Zlema: 'zlema',
  MGD: 'mgd',
} as const;

export type MovingAverageType = (typeof MovingAverageType)[keyof typeof MovingAverageType];

const factories: Readonly<Record<MovingAverageType, (period: number) => PointCalculator>> = {
  simple: (period) => new SimpleMovingAverage(period),
  exponential: (period) => new ExponentialMovingAverage(period),
  wilders: (period) => new WilderMovingAverage(period),
  linearWeighted: (period) => new LinearWeightedMovingAverage(period),
  doubleExponential: (period) => new DoubleExponentialMovingAverage(period),
  tripleExponential: (period) => new TripleExponentialMovingAverage(period),
  triangular: (period) => new TriangularMovingAverage(period),
  t3: (period) => new T3MovingAverage(period),
  kama: (period) => new KaufmanAdaptiveMovingAverage(period),
  hull: (period) => new HullMovingAverage(period),
  alma: (period) => new ArnaudLegouxMovingAverage(period),
  zlema: (period) => new ZeroLagExponentialMovingAverage(period),
  mgd: (period) => new McGinleyDynamic(period),
};

export function createMovingAverage(type: MovingAverageType, period: number): PointCalculator {
  return factories[type](period);
}
