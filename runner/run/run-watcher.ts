import type { RunListener } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';

/** Follows a run beside whoever started it; disposed when the run has ended. */
export interface RunWatcher extends AsyncDisposable {
  readonly listen: RunListener;
}

export interface WatcherContext {
  /** The run as it stood before this session. */
  readonly record: RunRecord;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}
