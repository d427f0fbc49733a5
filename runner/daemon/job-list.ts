import type { Problem } from '../domain/errors.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { ScheduleView } from './schedules.ts';

/** A file of the drop folder and what became of it. */
export interface JobEntry {
  readonly file: string;
  readonly state:
    | 'queued'
    | 'running'
    | 'complete'
    | 'stopped'
    | 'failed'
    | 'rejected'
    | 'not-a-job';
  readonly run: string | null;
  readonly message: string | null;
  /** What is wrong with it, place by place; only where it was rejected and they are known. */
  readonly problems?: readonly Problem[];
  /** When it runs again; only where it says so. */
  readonly again?: ScheduleView;
}

/** What the daemon knows of each file, in order of arrival. */
export interface JobList {
  all(): readonly JobEntry[];
  /** The file's entry and the text dropped last, where it waits or runs. */
  active(file: string): { readonly entry: JobEntry; readonly text: string } | null;
  set(entry: JobEntry, text: string): void;
  /** Brings the entries of a run up to date with it. */
  follow(record: RunRecord): void;
  /** Forgets a file that is gone, at once or when its run has ended. */
  forget(file: string): void;
}

interface Known {
  readonly entry: JobEntry;
  readonly text: string;
  readonly gone: boolean;
}

export function createJobList(changed: () => void): JobList {
  const known = new Map<string, Known>();

  function put(file: string, next: Known): void {
    if (next.gone && !isActive(next.entry)) known.delete(file);
    else known.set(file, next);
    changed();
  }

  return {
    all: () => [...known.values()].map(({ entry }) => entry),
    active(file) {
      const found = known.get(file);
      return found !== undefined && isActive(found.entry) ? found : null;
    },
    set: (entry, text) => put(entry.file, { entry, text, gone: false }),
    follow(record) {
      for (const [file, found] of known) {
        if (found.entry.run !== record.id) continue;
        const state = jobState(record);
        if (state === found.entry.state) continue;
        // While it runs, what the daemon said when it took the job still holds.
        const message = ['queued', 'running'].includes(state) ? found.entry.message : record.reason;
        put(file, { ...found, entry: { ...found.entry, state, message } });
      }
    },
    forget(file) {
      const found = known.get(file);
      if (found !== undefined) put(file, { ...found, gone: true });
    },
  };
}

function isActive({ state }: JobEntry): boolean {
  return state === 'queued' || state === 'running';
}

function jobState({ state }: RunRecord): JobEntry['state'] {
  switch (state) {
    case 'queued':
    case 'complete':
    case 'stopped':
    case 'failed':
      return state;
    default:
      return 'running';
  }
}
