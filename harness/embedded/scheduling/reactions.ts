import { DataFeeds } from '../consolidators/data-feeds.ts';

/** What happens in a backtest besides slices: consolidated bars and scheduled events. */
export class Reactions {
  readonly feeds: DataFeeds;

  constructor(clock: { utc: number }) {
    this.feeds = new DataFeeds(clock);
  }

  /** False as long as nothing of the kind was asked for. */
  get isNeeded(): boolean {
    return !this.feeds.isEmpty;
  }

  /** Before the prices of a moment are known. */
  before(utc: number): void {
    this.feeds.scanBefore(utc);
  }

  /** After orders were filled at the prices of a moment. */
  after(): void {}

  /** Before the algorithm is given the slice of a moment. */
  push(): void {
    this.feeds.push();
  }
}
