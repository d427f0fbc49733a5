import { DataFeeds } from '../consolidators/data-feeds.ts';
import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { ALGORITHM_ZONE, timeZone } from '../data/time-zone.ts';
import { Followers } from '../indicators/followers.ts';
import { ScheduledEvents } from './scheduled-events.ts';

/**
 * What happens in a backtest besides slices: scheduled events and consolidated bars. In LEAN's order
 * that is, at each moment: events and bars that end before it, prices, fills, events of the moment,
 * bars, `onData`.
 */
export class Reactions {
  readonly feeds: DataFeeds;
  readonly events: ScheduledEvents;
  readonly followers = new Followers();

  readonly #clock: { utc: number };

  constructor(clock: { utc: number }) {
    this.#clock = clock;
    this.feeds = new DataFeeds(clock);
    this.events = new ScheduledEvents(clock);
  }

  /** False as long as nothing of the kind was asked for. */
  get isNeeded(): boolean {
    return this.feeds.isUsed || this.events.isUsed;
  }

  /** When the algorithm has been initialized, and the clock stands at the begin. */
  start(): void {
    const begin = this.#clock.utc;
    // LEAN takes its daily samples by an event of its own, which has its part in the order of others.
    const sample = () => this.events.add('Daily Sampling', midnights(begin), () => {});
    if (this.events.isUsed) sample();
    else this.events.beforeFirst = sample;
    this.events.start();
  }

  /** Before the prices of a moment are known. */
  before(utc: number): void {
    if (this.events.next < utc) this.events.fireBefore(utc);
    this.feeds.scanBefore(utc);
  }

  /** After orders were filled at the prices of a moment. */
  after(): void {
    this.events.fireDue();
  }

  /** Before the algorithm is given the slice of a moment. */
  push(): void {
    this.feeds.push();
  }
}

function* midnights(from: number): Iterable<number> {
  const zone = timeZone(ALGORITHM_ZONE);
  for (let day = dayOf(zone.toLocal(from)); ; day++) yield zone.toUtc(day * MS_PER_DAY);
}
