import { Calculator } from './calculator.ts';
import { LastValues } from './last-values.ts';

/** Compares each value with the one `period` values before it; with the first where there is none. */
abstract class Change extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly #window: LastValues;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period + 1;
    this.#window = new LastValues(period + 1);
  }

  get isReady(): boolean {
    return this.#window.isFull;
  }

  protected next(input: number): number {
    this.#window.add(input);
    return this.change(input, this.#window.oldest);
  }

  protected abstract change(now: number, before: number): number;
}

export class Momentum extends Change {
  protected change(now: number, before: number): number {
    return now - before;
  }
}

/** The change as a part of what was before. */
export class RateOfChange extends Change {
  protected change(now: number, before: number): number {
    return before === 0 ? 0 : (now - before) / before;
  }
}

export class RateOfChangePercent extends RateOfChange {
  protected override change(now: number, before: number): number {
    return 100 * super.change(now, before);
  }
}

/** What is now as a multiple of what was before; 0, as in LEAN, where they are equal. */
export class RateOfChangeRatio extends RateOfChange {
  protected override change(now: number, before: number): number {
    const rate = super.change(now, before);
    return rate === 0 ? 0 : rate + 1;
  }
}
