import { Calculator } from './calculator.ts';
import { LastValues } from './last-values.ts';

/**
 * How straight the way of the last `period` changes was (Kaufman 1995): the whole change as a part
 * of the sum of all changes. The value itself until it is ready.
 */
export class KaufmanEfficiencyRatio extends Calculator<number> {
  readonly warmUpPeriod: number;
  readonly window: LastValues;

  constructor(period: number) {
    super();
    this.warmUpPeriod = period + 1;
    this.window = new LastValues(period + 1);
  }

  get isReady(): boolean {
    return this.window.isFull;
  }

  protected next(input: number): number {
    const { window } = this;
    window.add(input);
    if (!window.isFull) return input;
    const change = input - window.oldest;
    // Summed anew, since a running sum of doubles would not come back to the 0 that LEAN asks for.
    let changes = 0;
    for (let ago = 1; ago < window.size; ago++) {
      changes += Math.abs(window.at(ago - 1) - window.at(ago));
    }
    return changes <= change || changes === 0 ? 1 : Math.abs(change / changes);
  }
}
