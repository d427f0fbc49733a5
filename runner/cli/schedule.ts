import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { printable } from '../domain/printable.ts';
import { scheduleText } from '../domain/schedule.ts';
import { readSchedules, type ScheduleEntry } from '../run/schedule-file.ts';
import { timesAfter } from '../run/schedule-times.ts';
import type { CommandContext } from './context.ts';
import { wholeNumber } from './flag-values.ts';
import { tableText } from './table-text.ts';

interface ScheduleFlags {
  readonly next: number;
  readonly json?: true;
}

/** A job that is run again. */
interface ScheduledJob {
  readonly file: string;
  readonly cron: string;
  readonly time_zone: string;
  /** Its last due time, or when it was dropped. */
  readonly last: string;
  /** ISO 8601. */
  readonly next: readonly string[];
}

export function scheduleCommand({ services, out }: CommandContext): Command {
  return new Command('schedule')
    .description('show which jobs the daemon runs again, and when')
    .option('--next <n>', 'how many of the next times', wholeNumber, 1)
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async ({ next, json }: ScheduleFlags) => {
      const entries = [...(await readSchedules(services.store.root))];
      const jobs = entries.map(([file, entry]) => scheduledJob(file, entry, next));
      if (json === true) out.write(jsonText({ jobs }));
      else if (jobs.length === 0) out.write(NONE);
      else out.write(scheduleTable(jobs));
    });
}

function scheduledJob(file: string, entry: ScheduleEntry, count: number): ScheduledJob {
  const { cron, timeZone, last } = entry;
  const times = timesAfter(entry, new Date(last), Math.min(Math.max(count, 1), MOST_TIMES));
  return { file, cron, time_zone: timeZone, last, next: times.map((time) => time.toISOString()) };
}

const MOST_TIMES = 1_000;

interface Row {
  readonly job: ScheduledJob;
  readonly time: string | null;
}

function scheduleTable(jobs: readonly ScheduledJob[]): string {
  const soonest = jobs.toSorted((a, b) => (a.next[0] ?? '~').localeCompare(b.next[0] ?? '~'));
  const rows = soonest.flatMap((job): Row[] =>
    job.next.length === 0 ? [{ job, time: null }] : job.next.map((time) => ({ job, time })),
  );
  return tableText<Row>(
    [
      { title: 'next (UTC)', text: ({ time }) => (time === null ? 'never' : minute(time)) },
      { title: 'job', text: ({ job }) => printable(job.file) },
      {
        title: 'when',
        text: ({ job }) => scheduleText({ cron: job.cron, timeZone: job.time_zone }),
      },
      { title: 'last (UTC)', text: ({ job }) => minute(job.last) },
    ],
    rows,
  );
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

const NONE =
  'No job is run again. A job in config/ says when by "schedule": "@weekly"; the daemon runs it.\n';

const EXAMPLES = `
Examples:
  $ npx leantune schedule
  $ npx leantune schedule --next 5

A job says "schedule": "@weekly" (or @daily, @monthly), or five fields of cron with a time zone:
{ "cron": "0 6 * * 1", "time_zone": "Europe/Berlin" }. With "end": "latest" each run takes in the
data that came since. Deleting the file, or the line, ends it.
`;
