import { dayOf } from '../data/calendar-day.ts';
import type { QuoteBar } from '../engine/trade-bar.ts';
import type { BarSchedule } from './bar-schedule.ts';
import { Consolidator } from './consolidator.ts';
import type { ConsolidatorInput } from './consolidator-input.ts';
import { WorkingBar } from './working-bar.ts';

const HOUR = 3_600_000;

/** When a consolidated bar is full: after a number of bars, or when its time is over. */
export interface Fullness {
  readonly count: number | null;
  readonly schedule: BarSchedule | null;
}

/**
 * Makes bars of a number of bars, or of a length of time, with LEAN's rules: a bar begins where its
 * schedule says, and is ready when its time has passed or a bar comes that belongs to the next one.
 */
export class BarConsolidator extends Consolidator {
  override readonly wantsQuotes: boolean;
  readonly #count: number | null;
  readonly #schedule: BarSchedule | null;
  #working: WorkingBar | null = null;
  #period: number | null = null;
  #counted = 0;
  #lastEmit = Number.NEGATIVE_INFINITY;

  /** @throws RangeError where the count is no whole number from 1 */
  constructor({ count, schedule }: Fullness, wantsQuotes: boolean) {
    super();
    if (count !== null && !(Number.isInteger(count) && count > 0)) {
      throw new RangeError(`Cannot consolidate: wanted a whole number of bars, found ${count}`);
    }
    this.#count = count;
    this.#schedule = schedule;
    this.wantsQuotes = wantsQuotes;
  }

  take(bar: ConsolidatorInput): void {
    if (this.#count === null) this.#takeByTime(bar);
    else this.#takeByCount(bar, this.#count);
  }

  override scan(local: number): void {
    const working = this.#working;
    if (working === null || this.#schedule === null) return;
    if (local - working.time < (this.#period ?? 0)) return;
    if (this.#roundedTime(local) <= this.#lastEmit) return;
    this.#lastEmit = working.endTime;
    this.#finish(working);
  }

  override get isTimed(): boolean {
    return this.#schedule !== null;
  }

  override get endsAt(): number {
    return this.#schedule === null || this.#working === null
      ? Number.POSITIVE_INFINITY
      : this.#working.endTime;
  }

  #takeByCount(bar: ConsolidatorInput, count: number): void {
    this.#aggregate(bar);
    const working = this.#working as WorkingBar;
    working.endTime = bar.endTime;
    this.#counted = (this.#counted + 1) % count;
    if (this.#counted === 0) this.#finish(working);
  }

  #takeByTime(bar: ConsolidatorInput): void {
    const working = this.#working;
    const isOver = working !== null && bar.time - working.time >= (this.#period ?? 0);
    if (isOver && this.#roundedStart(bar) > this.#lastEmit) {
      this.#lastEmit = working.endTime;
      this.#finish(working);
    }
    if (bar.time >= this.#lastEmit) this.#aggregate(bar);
  }

  #aggregate(bar: ConsolidatorInput): void {
    if (this.#working !== null) {
      this.#working.add(bar);
      return;
    }
    const time = this.#roundedStart(bar);
    const endTime = this.#period === null ? bar.endTime : time + this.#period;
    const previous = this.wantsQuotes ? (this.consolidated as QuoteBar | null) : null;
    this.#working = new WorkingBar(bar, { time, endTime }, previous);
  }

  #roundedTime(local: number): number {
    if (this.#schedule === null) return local;
    const { start, period } = this.#schedule(local);
    if (this.#working === null) this.#period = period;
    return start;
  }

  #roundedStart(bar: ConsolidatorInput): number {
    const start = this.#roundedTime(bar.time);
    if (this.#period === null || start + this.#period >= bar.endTime) return start;
    // The first hour of a market that opens at half past begins before the market does.
    const isEarlyHour = bar.endTime - bar.time === HOUR && dayOf(start) < dayOf(bar.time);
    return isEarlyHour ? this.#roundedTime(bar.endTime) : bar.time;
  }

  #finish({ time, endTime, volume, trades, bid, ask }: WorkingBar): void {
    const { symbol, zone } = this.security;
    const span = { symbol, time: zone.toUtc(time), endTime: zone.toUtc(endTime) };
    if (bid === null || ask === null) {
      const { open, high, low, close } = trades;
      this.emit({ ...span, open, high, low, close, volume, isFillForward: false });
    } else {
      this.emit({
        ...span,
        open: (bid.open + ask.open) / 2,
        high: (bid.high + ask.high) / 2,
        low: (bid.low + ask.low) / 2,
        close: (bid.close + ask.close) / 2,
        isFillForward: false,
        bid: { ...bid },
        ask: { ...ask },
      });
    }
    this.#working = null;
  }
}
