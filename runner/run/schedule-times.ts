import { Cron } from 'croner';
import type { JobSchedule } from '../domain/schedule.ts';

/** The next times after a moment, none where there are no more. */
export function timesAfter(
  { cron, timeZone }: JobSchedule,
  moment: Date,
  count = 1,
): readonly Date[] {
  return new Cron(cron, { paused: true, mode: '5-part', timezone: timeZone }).nextRuns(
    count,
    moment,
  );
}
