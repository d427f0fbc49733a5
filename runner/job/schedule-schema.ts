import { Cron } from 'croner';
import { z } from 'zod';
import type { JobSchedule } from '../domain/schedule.ts';

const cron = z
  .string()
  .max(200)
  .refine(
    isCron,
    'five fields such as "0 6 * * 1" (minute, hour, day, month, weekday), or @daily, @weekly, @monthly, @yearly',
  );

const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'the name of a time zone, such as "Europe/Berlin" or "UTC"');

/** When a job is run again: `"@weekly"`, or `{ "cron": "0 6 * * 1", "time_zone": "Europe/Berlin" }`. */
export const scheduleSchema = z.union([
  cron,
  z.strictObject({
    cron: cron.describe('Five fields of cron, or @daily, @weekly, @monthly, @yearly'),
    time_zone: timeZone.optional().describe('Time zone of the fields (default UTC)'),
  }),
]);

export function resolveSchedule(input: z.output<typeof scheduleSchema>): JobSchedule {
  if (typeof input === 'string') return { cron: input, timeZone: 'UTC' };
  return { cron: input.cron, timeZone: input.time_zone ?? 'UTC' };
}

/** Seconds are not for backtests; a time that never comes is a slip, too. */
function isCron(text: string): boolean {
  // The package reads a single moment, too.
  if (!/^(@\w+|\S+(\s+\S+){4})$/.test(text.trim())) return false;
  try {
    const parsed = new Cron(text, { paused: true, mode: '5-part', timezone: 'UTC' });
    return parsed.nextRun() !== null;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Temporal.Now.instant().toZonedDateTimeISO(name).timeZoneId !== '';
  } catch {
    return false;
  }
}
