import { Calculator } from './calculator.ts';
import { LastValues } from './last-values.ts';

/** Deviations below this part of the mean are what doubles lose, and none in LEAN's decimals. */
const NOTHING = 1e-13;

/**
 * Mean square of the deviations of the last `period` values from their mean (of a population), of
 * all where there are fewer. Summed anew for each value: LEAN's difference of two running sums needs
 * its decimals to keep any digits.
 */
export class Variance extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #window: LastValues;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#window = new LastValues(period);
  }

  get isReady(): boolean {
    return this.#window.isFull;
  }

  protected next(input: number): number {
    this.#window.add(input);
    const mean = meanOf(this.#window);
    let squares = 0;
    for (let ago = 0; ago < this.#window.count; ago++) {
      const deviation = deviationFrom(mean, this.#window.at(ago));
      squares += deviation * deviation;
    }
    return squares / this.#window.count;
  }
}

export class StandardDeviation extends Variance {
  protected override next(input: number): number {
    return Math.sqrt(super.next(input));
  }
}

/** Mean of the absolute deviations of the last `period` values from their mean. */
export class MeanAbsoluteDeviation extends Calculator<number> {
  readonly warmUpPeriod: number;
  /** The mean that they deviate from. */
  mean = 0;
  readonly #window: LastValues;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period;
    this.#window = new LastValues(period);
  }

  get isReady(): boolean {
    return this.#window.isFull;
  }

  protected next(input: number): number {
    this.#window.add(input);
    const mean = meanOf(this.#window);
    this.mean = mean;
    let sum = 0;
    for (let ago = 0; ago < this.#window.count; ago++) {
      sum += Math.abs(deviationFrom(mean, this.#window.at(ago)));
    }
    return sum / this.#window.count;
  }
}

function meanOf(window: LastValues): number {
  let sum = 0;
  for (let ago = 0; ago < window.count; ago++) sum += window.at(ago);
  return sum / window.count;
}

function deviationFrom(mean: number, value: number): number {
  const deviation = value - mean;
  return Math.abs(deviation) <= NOTHING * Math.abs(mean) ? 0 : deviation;
}
