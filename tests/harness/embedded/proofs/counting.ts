import { Algorithm, type Slice } from '../../../../harness/embedded/leantune.ts';

/** Acts by the number of the slice. */
export abstract class Counting extends Algorithm {
  #count = 0;

  abstract step(count: number, slice: Slice): void;

  override onData(slice: Slice): void {
    if (this.counts(slice)) this.step(++this.#count, slice);
  }

  protected counts(_slice: Slice): boolean {
    return true;
  }

  protected price(ticker: string): number {
    return this.securities.get(ticker).price;
  }
}
