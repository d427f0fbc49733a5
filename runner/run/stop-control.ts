import { TIME_IS_UP } from './time-budget.ts';

/** How a run is told to stop, and what it looks at to know. */
export interface StopControl {
  /** Aborted where nothing more is to be begun. */
  readonly drained: AbortSignal;
  /** Aborted where what is in flight is to be broken off. */
  readonly aborted: AbortSignal;
  /** The first reason that was given; null where none was. */
  readonly reason: string | null;
  /** Whether it was its time: the run counts as complete then. */
  readonly isTimeUp: boolean;
  /** Lets what is in flight end. */
  drain(reason: string): void;
  /** Breaks off what is in flight. */
  abort(reason: string): void;
  /** Stops everything behind a fault, which stays what the run ends by. */
  fail(error: unknown): void;
  /** While paused nothing in flight ends by itself, so that a drain has to break it off. */
  setPaused(isPaused: boolean): void;
  /** Whether an error is only `abort` on its way through everything, and no fault. */
  isOwn(error: unknown): boolean;
}

export function createStopControl(): StopControl {
  const draining = new AbortController();
  const aborting = new AbortController();
  let reason: string | null = null;
  let own: Error | null = null;
  let isPaused = false;

  const breakOff = (why: string): void => {
    own ??= new Error(why);
    aborting.abort(own);
  };
  const drain = (why: string): void => {
    reason ??= why;
    draining.abort();
    if (isPaused) breakOff(why);
  };

  return {
    drained: draining.signal,
    aborted: aborting.signal,
    get reason() {
      return reason;
    },
    get isTimeUp() {
      return reason === TIME_IS_UP;
    },
    drain,
    abort(why) {
      drain(why);
      breakOff(why);
    },
    fail(error) {
      aborting.abort(error);
      draining.abort();
    },
    setPaused(paused) {
      isPaused = paused;
    },
    isOwn: (error) => own !== null && error === own,
  };
}
