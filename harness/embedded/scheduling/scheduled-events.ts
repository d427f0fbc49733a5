/** Something that the algorithm wants to happen at certain times. */
export class ScheduledEvent {
  readonly name: string;
  /** Nothing happens while it is false. */
  enabled = true;
  /** The next moment in UTC milliseconds, known once the run has begun; Infinity where there is none. */
  nextEventUtcTime = Number.NEGATIVE_INFINITY;
  /** Which of two events of the same moment comes first. */
  rank: number;
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

/** All scheduled events of a backtest, fired in LEAN's order: by time, then by who waited longer. */
export class ScheduledEvents {
  /** The earliest moment at which one fires. */
  next = Number.POSITIVE_INFINITY;
  #events: readonly ScheduledEvent[] = [];
  #ranks = 0;
  #isStarted = false;
  readonly #clock: { utc: number };

  constructor(clock: { utc: number }) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  add(
    name: string,
    times: Iterable<number>,
    callback: (name: string, utc: number) => void,
  ): ScheduledEvent {
    const event = new ScheduledEvent(name, times, { rank: this.#ranks++, callback });
    this.#events = [...this.#events, event];
    if (this.#isStarted) event.skipUntil(this.#clock.utc);
    this.#sort();
    return event;
  }

  /** Leaves out what has passed; only now, since an algorithm that warms up begins earlier. */
  start(): void {
    this.#isStarted = true;
    for (const event of this.#events) event.skipUntil(this.#clock.utc);
    this.#sort();
  }

  remove(event: ScheduledEvent): void {
    this.#events = this.#events.filter((other) => other !== event);
    this.#sort();
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
    const [first] = this.#events;
    if (first === undefined) return;
    first.fire();
    first.rank = this.#ranks++;
    this.#sort();
  }

  #sort(): void {
    this.#events = this.#events.toSorted(
      (a, b) => a.nextEventUtcTime - b.nextEventUtcTime || a.rank - b.rank,
    );
    const first = this.#isStarted ? this.#events[0] : undefined;
    this.next = first?.nextEventUtcTime ?? Number.POSITIVE_INFINITY;
  }
}
