import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import type { Security } from './security.ts';

/** Shares sold are paid for so many trading days later, at this time of the exchange's day. */
const SETTLEMENT_DAYS = 1;
const SETTLEMENT_TIME = 6 * 3_600_000;

interface Unsettled {
  readonly security: Security;
  readonly amount: number;
  readonly due: number;
}

/** What was sold but not paid for yet. Only cash accounts wait. */
export class Settlements {
  /** Whether what is sold is paid for later. */
  isDelayed = false;
  #waiting: Unsettled[] = [];

  /** In account currency. */
  get value(): number {
    let sum = 0;
    for (const { security, amount } of this.#waiting) {
      sum += amount * security.quoteCurrency.conversionRate;
    }
    return sum;
  }

  /** Pays at once, or takes note of what is due later. */
  pay(security: Security, amount: number, time: number): void {
    if (this.isDelayed && amount > 0) {
      this.#waiting.push({ security, amount, due: dueAfter(security, time) });
    } else security.quoteCurrency.amount += amount;
  }

  /** Pays what has fallen due. */
  scan(utc: number): void {
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter((one) => one.due <= utc);
    this.#waiting = this.#waiting.filter((one) => one.due > utc);
    for (const { security, amount } of due) security.quoteCurrency.amount += amount;
  }
}

/** The exchange's morning, so many days with trading later. */
function dueAfter({ hours }: Security, time: number): number {
  let moment = time;
  for (let day = 0; day < SETTLEMENT_DAYS; day++) {
    const midnight = hours.toUtc((dayOf(hours.toLocal(moment)) + 1) * MS_PER_DAY);
    moment = hours.nextClose(midnight);
  }
  return hours.toUtc(dayOf(hours.toLocal(moment)) * MS_PER_DAY + SETTLEMENT_TIME);
}
