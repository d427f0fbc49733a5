import type { DateRange } from '../domain/evaluation.ts';
import type { JobContext, ValidFields } from './job-context.ts';

/** What `latest` stands for until the data are known: the last day that is over everywhere. */
function dayBefore(now: Temporal.Instant): string {
  return now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 }).toString();
}

export interface ResolvedDates {
  /** Days of the search, without the holdout. */
  readonly dates: DateRange;
  readonly holdout: DateRange | null;
  /** The day that `latest` was read as; absent where the job does not say it. */
  readonly latest?: string;
}

/** Orders and separates the days of search and holdout; undefined where they make no sense. */
export function resolveDates(input: ValidFields, context: JobContext): ResolvedDates | undefined {
  const { start } = input;
  const { report } = context;
  const yesterday = dayBefore(Temporal.Now.instant());
  const asDay = (day: string): string => (day === 'latest' ? yesterday : day);
  const end = input.end === undefined ? undefined : asDay(input.end);
  const holdout = input.holdout && { ...input.holdout, end: asDay(input.holdout.end) };
  const saysLatest = input.end === 'latest' || input.holdout?.end === 'latest';
  const latest = saysLatest ? { latest: yesterday } : {};
  if (holdout !== undefined && holdout.start > holdout.end) {
    report(['holdout', 'end'], `a day from ${holdout.start} on`, holdout.end);
    return;
  }
  if (start === undefined || end === undefined) return;
  if (start >= end) {
    report(['end'], `a day after ${start}`, end);
    return;
  }
  if (holdout === undefined) return { dates: { start, end }, holdout: null, ...latest };
  const dates = without({ start, end }, holdout);
  if (dates === undefined) {
    const wanted = `days at one end of ${start} to ${end}, or outside, with some left to search`;
    report(['holdout'], wanted, `${holdout.start} to ${holdout.end}`);
    return;
  }
  return { dates, holdout, ...latest };
}

/** The range without the holdout, where that leaves one range of at least two days. */
function without(range: DateRange, holdout: DateRange): DateRange | undefined {
  if (holdout.end < range.start || holdout.start > range.end) return range;
  const coversStart = holdout.start <= range.start;
  const coversEnd = holdout.end >= range.end;
  // Neither: it stands in the middle. Both: nothing is left.
  if (coversStart === coversEnd) return;
  const left = coversStart
    ? { start: shift(holdout.end, 1), end: range.end }
    : { start: range.start, end: shift(holdout.start, -1) };
  return left.start < left.end ? left : undefined;
}

/** ISO dates compare as text, since all years have four digits. */
function shift(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}
