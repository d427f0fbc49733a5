import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-write.ts';

const FILE = 'schedules.json';

const entry = z.object({
  cron: z.string(),
  timeZone: z.string(),
  /** The newest moment whose due times are taken care of. */
  last: z.iso.datetime(),
  /** That moment was a due time, and its run was not begun yet. */
  pending: z.boolean(),
});

const file = z.object({ v: z.literal(1), jobs: z.record(z.string(), entry) });

export type ScheduleEntry = Readonly<z.output<typeof entry>>;

/** `schedules.json` of a runs folder: when each job of the drop folder was last due. */
export async function readSchedules(runsFolder: string): Promise<Map<string, ScheduleEntry>> {
  const text = await readFile(join(runsFolder, FILE), 'utf8').catch(() => null);
  if (text === null) return new Map();
  try {
    return new Map(Object.entries(file.parse(JSON.parse(text)).jobs));
  } catch {
    // Jobs that it told of begin anew, as if they had been dropped just now.
    return new Map();
  }
}

export function writeSchedules(
  runsFolder: string,
  jobs: ReadonlyMap<string, ScheduleEntry>,
): Promise<void> {
  const value = { v: 1, jobs: Object.fromEntries(jobs) };
  return writeFileAtomic(join(runsFolder, FILE), `${JSON.stringify(value, null, 2)}\n`);
}
