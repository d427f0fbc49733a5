import type { BarColumns } from '../data/columns.ts';
import { type TimeZone, timeZone } from '../data/time-zone.ts';

/** Something that is told of a security's bars when the algorithm comes to know them. */
export interface BarConsumer {
  take(columns: BarColumns, index: number): void;
  /** Time has passed, by the exchange's clock in ms. */
  scan(local: number): void;
  /** When it wants to be told that time has passed, in UTC milliseconds; Infinity where never. */
  readonly scanAt: number;
  /** It was told. @param now UTC milliseconds */
  scanned(now: number): void;
}

/** A security at its last bar. */
export interface FedSecurity {
  readonly source: BarColumns;
  readonly index: number;
  readonly data: { readonly exchangeZone: string };
}

interface Feed {
  readonly security: FedSecurity;
  readonly zone: TimeZone;
  consumers: readonly BarConsumer[];
  /** Position of the bar that was told last. */
  index: number;
  columns: BarColumns;
}

/** Hands bars to consolidators and to indicators that need each of them. */
export class DataFeeds {
  readonly #clock: { utc: number };
  readonly #feeds: Feed[] = [];
  /** Whether anything was ever added. */
  isUsed = false;

  constructor(clock: { utc: number }) {
    this.#clock = clock;
  }

  add(security: FedSecurity, consumer: BarConsumer): void {
    this.isUsed = true;
    const known = this.#feeds.find((feed) => feed.security === security);
    if (known !== undefined) {
      if (!known.consumers.includes(consumer)) known.consumers = [...known.consumers, consumer];
      return;
    }
    const zone = timeZone(security.data.exchangeZone);
    const { source: columns, index } = security;
    this.#feeds.push({ security, zone, consumers: [consumer], index, columns });
  }

  remove(consumer: BarConsumer): void {
    for (const feed of this.#feeds) {
      feed.consumers = feed.consumers.filter((other) => other !== consumer);
    }
  }

  /** Lets everything end that ends before a moment, each when it is looked at. */
  scanBefore(utc: number): void {
    for (let next = this.#nextScan(utc); next !== null; next = this.#nextScan(utc)) {
      const { consumer, zone } = next;
      // Even where scheduled events have brought the clock further, LEAN sets it to the look's time.
      const now = consumer.scanAt === Number.NEGATIVE_INFINITY ? this.#clock.utc : consumer.scanAt;
      this.#clock.utc = now;
      consumer.scan(zone.toLocal(now));
      consumer.scanned(now);
    }
  }

  #nextScan(utc: number): { readonly consumer: BarConsumer; readonly zone: TimeZone } | null {
    let first: { consumer: BarConsumer; zone: TimeZone } | null = null;
    let at = utc;
    for (const { consumers, zone } of this.#feeds) {
      for (const consumer of consumers) {
        if (consumer.scanAt >= at) continue;
        at = consumer.scanAt;
        first = { consumer, zone };
      }
    }
    return first;
  }

  /** Tells what is new since it was called last. */
  push(): void {
    for (const feed of this.#feeds) {
      const { security } = feed;
      const { source: columns, index } = security;
      if (index === feed.index && columns === feed.columns) continue;
      feed.index = index;
      feed.columns = columns;
      if (index < 0) continue;
      const local = feed.zone.toLocal(this.#clock.utc);
      for (const consumer of feed.consumers) {
        consumer.take(columns, index);
        consumer.scan(local);
      }
    }
  }
}
