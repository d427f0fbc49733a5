/** Something that the algorithm wants to happen at certain times. */
export class ScheduledEvent {
  readonly name: string;
  /** Nothing happens while it is false. */
  enabled = true;
  /** The next moment in UTC milliseconds, known once the run has begun; Infinity where there is none. */
  nextEventUtcTime = Number.NEGATIVE_INFINITY;
  /** When it was added, among the others. */
  readonly rank: number;
  readonly #times: Iterator<number>;
  readonly #callback: (name: string, utc: number) => void;

  constructor(
    name: string,
    times: Iterable<number>,
    { rank, callback }: { rank: number; callback: (name: string, utc: number) => void },
  ) {
    this.name = name;
    this.rank = rank;
    this.#times = times[Symbol.iterator]();
    this.#callback = callback;
  }

  /** Leaves out what lies before a moment. */
  skipUntil(utc: number): void {
    while (this.nextEventUtcTime < utc) this.#advance();
  }

  fire(): void {
    const time = this.nextEventUtcTime;
    if (this.enabled) this.#callback(this.name, time);
    this.#advance();
  }

  #advance(): void {
    const next = this.#times.next();
    this.nextEventUtcTime = next.done === true ? Number.POSITIVE_INFINITY : next.value;
  }
}

/** All scheduled events of a backtest, fired by time; those of the same moment in LEAN's order. */
export class ScheduledEvents {
  /** The earliest moment at which one fires. */
  next = Number.POSITIVE_INFINITY;
  /** Whether anything was ever added. */
  isUsed = false;
  /** Called before the first event is added that only comes when the run has begun. */
  beforeFirst: (() => void) | null = null;
  #events: ScheduledEvent[] = [];
  #isStarted = false;
  #isSorted = true;
  #ranks = 0;
  readonly #clock: { utc: number };

  constructor(clock: { utc: number }) {
    this.#clock = clock;
  }

  add(
    name: string,
    times: Iterable<number>,
    callback: (name: string, utc: number) => void,
  ): ScheduledEvent {
    if (!this.isUsed) this.#begin();
    const event = new ScheduledEvent(name, times, { rank: this.#ranks++, callback });
    this.#events = [...this.#events, event];
    if (this.#isStarted) event.skipUntil(this.#clock.utc);
    this.#isSorted = false;
    this.#show();
    return event;
  }

  #begin(): void {
    this.isUsed = true;
    this.beforeFirst?.();
  }

  remove(event: ScheduledEvent): void {
    this.#events = this.#events.filter((other) => other !== event);
    this.#isSorted = false;
    this.#show();
  }

  /** Leaves out what has passed; only now, since an algorithm that warms up begins earlier. */
  start(): void {
    this.#isStarted = true;
    for (const event of this.#events) event.skipUntil(this.#clock.utc);
    this.#show();
  }

  /** Fires what lies before a moment, each at its own time; nothing before it was started. */
  fireBefore(utc: number): void {
    while (this.next < utc) {
      this.#clock.utc = Math.max(this.#clock.utc, this.next);
      this.#fireFirst();
    }
  }

  /** Fires what is due now. */
  fireDue(): void {
    while (this.next <= this.#clock.utc) this.#fireFirst();
  }

  #fireFirst(): void {
    this.#sort();
    const [first] = this.#events;
    if (first === undefined) return;
    first.fire();
    if (this.#isSorted && this.#events[0] === first) this.#putBack(first);
    this.#show();
  }

  /**
   * Moves the first one to where its next moment belongs. LEAN puts it behind the one that a binary
   * search happens to find, not behind the last one of the same moment.
   */
  #putBack(first: ScheduledEvent): void {
    const rest = this.#events;
    const time = first.nextEventUtcTime;
    if (rest.length < 2 || time <= (rest[1] as ScheduledEvent).nextEventUtcTime) return;
    rest.shift();
    let low = 0;
    let high = rest.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const other = (rest[middle] as ScheduledEvent).nextEventUtcTime;
      low = time < other ? low : middle + 1;
      if (time === other) break;
      if (time < other) high = middle - 1;
    }
    rest.splice(low, 0, first);
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#isSorted = true;
    this.#events = this.#events.toSorted(
      (a, b) => a.nextEventUtcTime - b.nextEventUtcTime || a.rank - b.rank,
    );
  }

  #show(): void {
    if (!this.#isStarted) return;
    this.#sort();
    this.next = this.#events[0]?.nextEventUtcTime ?? Number.POSITIVE_INFINITY;
  }
}
