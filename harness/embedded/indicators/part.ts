import type { Output } from './calculator.ts';

/** One of several things that an indicator tells, set by the indicator. */
export class Part implements Output {
  value = 0;
  isReady = false;
  samples = 0;

  set(value: number, isReady = true): void {
    this.samples++;
    this.value = value;
    this.isReady = isReady;
  }
}
