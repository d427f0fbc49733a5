import { type Bar, Calculator, type PointCalculator } from './calculator.ts';
import { createMovingAverage, type MovingAverageType } from './moving-average-type.ts';
import { MeanAbsoluteDeviation } from './variance.ts';

/** Puts three quarters or so of all values between −100 and 100 (Lambert 1980). */
const LAMBERT = 0.015;

/** How many mean deviations the typical price is away from its average. */
export class CommodityChannelIndex extends Calculator<Bar> {
  readonly warmUpPeriod: number;
  readonly #isSimple: boolean;
  readonly #average: PointCalculator;
  readonly #deviation: MeanAbsoluteDeviation;

  constructor(period: number, type: MovingAverageType = 'simple') {
    super();
    this.warmUpPeriod = period;
    this.#isSimple = type === 'simple';
    this.#average = createMovingAverage(type, period);
    this.#deviation = new MeanAbsoluteDeviation(period);
  }

  get isReady(): boolean {
    return this.#average.isReady && this.#deviation.isReady;
  }

  override get parts() {
    return { typicalPriceAverage: this.#average, typicalPriceMeanDeviation: this.#deviation };
  }

  protected next({ high, low, close }: Bar): number {
    const price = (high + low + close) / 3;
    this.#average.update(price);
    this.#deviation.update(price);
    const unit = LAMBERT * this.#deviation.value;
    // The simple average is cut to 14 digits, too few for its distance from the price.
    const average = this.#isSimple ? this.#deviation.mean : this.#average.value;
    return unit === 0 ? 0 : (price - average) / unit;
  }
}
