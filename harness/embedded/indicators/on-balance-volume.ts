import { type Bar, Calculator } from './calculator.ts';

/** Volume summed, with the sign of each close's change (Granville 1963). */
export class OnBalanceVolume extends Calculator<Bar> {
  readonly warmUpPeriod = 1;
  #previousClose = 0;

  get isReady(): boolean {
    return this.samples > 0;
  }

  protected next({ close, volume }: Bar): number {
    const direction = this.samples === 1 ? 1 : Math.sign(close - this.#previousClose);
    this.#previousClose = close;
    return this.value + direction * volume;
  }
}
