import { describeError } from './describe-error.ts';
import type { Position } from './position.ts';

/** Faults that no backtest throws itself: rejected promises and callbacks that throw. */
export interface StrayFaults {
  /** The first fault since the last call, as text; null where there was none. */
  take(): string | null;
}

/** Catches stray faults; those that come while no backtest runs can be charged to none: `log`. */
export function catchStrayFaults(position: Position, log: (text: string) => void): StrayFaults {
  let fault: string | null = null;
  const onFault = (thrown: unknown): void => {
    const text = describeError(thrown);
    if (position.index >= 0) fault ??= text;
    else log(text);
  };
  process.on('unhandledRejection', onFault);
  process.on('uncaughtException', onFault);
  return {
    take() {
      const taken = fault;
      fault = null;
      return taken;
    },
  };
}
