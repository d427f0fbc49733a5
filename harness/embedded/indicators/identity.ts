import { Calculator } from './calculator.ts';

/** What it is given, as it is. */
export class Identity extends Calculator<number> {
  override readonly warmUpPeriod: number = 1;

  override get isReady(): boolean {
    return this.samples > 0;
  }

  protected override next(input: number): number {
    return input;
  }
}
