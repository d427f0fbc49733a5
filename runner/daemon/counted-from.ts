import type { ScheduleEntry } from '../run/schedule-file.ts';
import { timesAfter } from '../run/schedule-times.ts';
import type { DaemonLog } from './daemon-log.ts';

/** Summer time and a clock that is put right move it by less. */
const FAR_MS = 86_400_000;

/**
 * From when on the due times of a job count: its last moment, but where the clock ran far ahead when
 * that was written down, it would be waited for until the clock gets there again; then from when that
 * was seen first. Nothing is written for it: a clock that starts in the past before it is set (as of
 * machines without a battery) looks the same for a while, and must make nothing due.
 */
export function createCountedFrom(
  log: DaemonLog,
): (file: string, entry: ScheduleEntry, now: Date) => string {
  const seen = new Map<string, { readonly entry: ScheduleEntry; readonly at: string }>();
  return (file, entry, now) => {
    if (!isFarAhead(entry, now)) {
      seen.delete(file);
      return entry.last;
    }
    const before = seen.get(file);
    if (before?.entry === entry && before.at <= now.toISOString()) return before.at;
    const at = now.toISOString();
    seen.set(file, { entry, at });
    log('warn', `${file}: was due last at ${entry.last}, which is yet to come; counted from ${at}`);
    return at;
  };
}

/** Of a job with few due times, the next one may well have been run by a clock that was a bit fast. */
function isFarAhead({ last, ...schedule }: ScheduleEntry, now: Date): boolean {
  if (Date.parse(last) - now.getTime() <= FAR_MS) return false;
  const between = timesAfter(schedule, now, 2)[1];
  return between !== undefined && between.toISOString() <= last;
}
