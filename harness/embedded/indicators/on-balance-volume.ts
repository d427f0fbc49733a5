import { type Bar, Calculator } from './calculator.ts';
import { isAbove } from './nearly.ts';

/** Volume summed, with the sign of each close's change (Granville 1963). */
export class OnBalanceVolume extends Calculator<Bar> {
  readonly warmUpPeriod = 1;
  #previousClose = 0;

  get isReady(): boolean {
    return this.samples > 0;
  }

  protected next({ close, volume }: Bar): number {
    const previous = this.samples === 1 ? 0 : this.#previousClose;
    this.#previousClose = close;
    if (isAbove(close, previous, close)) return this.value + volume;
    return isAbove(previous, close, close) ? this.value - volume : this.value;
  }
}
