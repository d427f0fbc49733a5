import type { RunListener } from '../domain/run-event.ts';
import type { RunLog } from './run-log.ts';

type Log = (level: 'info' | 'warn' | 'error', message: string) => void;

/** How a run speaks to its listeners. */
export interface RunVoice {
  readonly emit: RunListener;
  /** Into the run's log, and to the listeners. */
  readonly log: Log;
}

/** A voice that writes into a run's log what it tells. */
export function runVoice(run: string, runLog: RunLog, listener: RunListener): RunVoice {
  return {
    emit: listener,
    log(level, message) {
      const at = new Date().toISOString();
      runLog.write({ at, level, message });
      listener({ type: 'log', run, level, message, at });
    },
  };
}

/** One listener for two. */
export function both(one: RunListener, other: RunListener | undefined): RunListener {
  if (other === undefined) return one;
  return (event) => {
    one(event);
    other(event);
  };
}
