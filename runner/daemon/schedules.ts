import { messageOf } from '../domain/errors.ts';
import type { JobSchedule } from '../domain/schedule.ts';
import { readSchedules, type ScheduleEntry, writeSchedules } from '../run/schedule-file.ts';
import { timesAfter } from '../run/schedule-times.ts';
import { createCountedFrom } from './counted-from.ts';
import type { DaemonLog } from './daemon-log.ts';

export interface SchedulesOptions {
  readonly runsFolder: string;
  /** Runs a job as if its file were dropped again, for a due time at or after `since`. */
  readonly run: (file: string, since: Date) => Promise<void>;
  readonly log: DaemonLog;
  /** The wall clock. */
  readonly now?: () => Date;
  /** How often it is looked at: timers neither follow a clock that is set nor reach a month. */
  readonly everyMs?: number;
}

/** When a job is run next, and when it was last. */
export interface ScheduleView {
  readonly cron: string;
  readonly time_zone: string;
  /** ISO 8601; null where no time is left. */
  readonly next: string | null;
  /** The last due time, or when the file was dropped. */
  readonly last: string;
}

/**
 * Runs jobs again when they are due. A due time is written down before its run begins, so that none
 * is run twice, whatever becomes of the process or the clock; those missed while nothing ran are
 * made up for once.
 */
export interface Schedules extends AsyncDisposable {
  /**
   * Learns what a job says, null where it is not to be run again.
   * @param how dropped: it runs just now, so that the next due time counts from here
   */
  know(file: string, schedule: JobSchedule | null, how: 'dropped' | 'present' | 'due'): void;
  forget(file: string): void;
  of(file: string): ScheduleView | null;
  /** Looks at the clock now, and from now on. Resolves when what is due was begun. */
  start(): Promise<void>;
}

const EVERY_MS = 15_000;

export async function openSchedules(options: SchedulesOptions): Promise<Schedules> {
  const { log, now = () => new Date(), everyMs = EVERY_MS } = options;
  const entries = await readSchedules(options.runsFolder);
  const book = createBook(entries, options);
  const countedFrom = createCountedFrom(log);
  /** Those whose files this process has read. */
  const known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const look = async (): Promise<void> => {
    for (const [file, entry] of entries) {
      if (closed) return;
      if (!known.has(file)) continue;
      const last = countedFrom(file, entry, now());
      if (isDue({ ...entry, last }, now())) await book.runDue(file, entry);
    }
  };
  let working: Promise<void> = Promise.resolve();
  const later = (action: () => Promise<unknown>): Promise<void> => {
    const failed = (error: unknown) => log('error', `Cannot run what is due: ${messageOf(error)}`);
    working = working.then(action).then(() => {}, failed);
    return working;
  };

  return {
    know(file, schedule, how) {
      known.add(file);
      if (book.set(file, schedule, how)) void later(book.save);
    },
    forget(file) {
      known.delete(file);
      if (entries.delete(file)) void later(book.save);
    },
    of(file) {
      const entry = entries.get(file);
      if (entry === undefined) return null;
      return scheduleView({ ...entry, last: countedFrom(file, entry, now()) });
    },
    async start() {
      await later(look);
      if (closed) return;
      timer = setInterval(() => void later(look), everyMs);
      timer.unref();
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(timer);
      await working;
    },
  };
}

/** What is written down, and what is run for it. */
function createBook(
  entries: Map<string, ScheduleEntry>,
  { runsFolder, run, log, now = () => new Date() }: SchedulesOptions,
) {
  const save = async (): Promise<boolean> => {
    try {
      await writeSchedules(runsFolder, entries);
      return true;
    } catch (error) {
      log('error', `Cannot write down when jobs are due: ${messageOf(error)}`);
      return false;
    }
  };
  return {
    save,
    /** @returns whether anything changed */
    set(file: string, schedule: JobSchedule | null, how: 'dropped' | 'present' | 'due'): boolean {
      const before = entries.get(file);
      if (schedule === null) return entries.delete(file);
      const { cron, timeZone } = schedule;
      const same = before?.cron === cron && before.timeZone === timeZone;
      if (same && how !== 'dropped') return false;
      entries.set(file, { cron, timeZone, last: now().toISOString(), pending: false });
      return true;
    },
    async runDue(file: string, entry: ScheduleEntry): Promise<void> {
      const last = entry.pending ? entry.last : now().toISOString();
      const due = { ...entry, last, pending: true };
      entries.set(file, due);
      // What cannot be written down is not begun: the disk is full, and it would be begun again.
      if (!(await save())) {
        entries.set(file, entry);
        return;
      }
      await run(file, new Date(last));
      if (entries.get(file) !== due) return;
      entries.set(file, { ...due, pending: false });
      await save();
    },
  };
}

/** A clock that was set back makes nothing due that was due before. */
function isDue({ pending, last, ...schedule }: ScheduleEntry, now: Date): boolean {
  if (pending) return true;
  const [next] = timesAfter(schedule, new Date(last));
  return next !== undefined && next <= now;
}

function scheduleView({ cron, timeZone, last }: ScheduleEntry): ScheduleView {
  const [next] = timesAfter({ cron, timeZone }, new Date(last));
  return { cron, time_zone: timeZone, next: next?.toISOString() ?? null, last };
}
