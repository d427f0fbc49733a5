import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { BestView, SearchCourse } from '../../runner/server/views.ts';
import { chooseSearch, type SearchChoice } from './search-choice.ts';

/** One of the runs that are compared. A part is replaced, never changed. */
export interface ComparedRun {
  readonly id: string;
  /** Its place among the runs when the page was opened; decides colour and dashes. */
  readonly position: number;
  readonly record: RunRecord | null;
  readonly job: Job | null;
  /** Null where the run has no search of the chosen symbol. */
  readonly choice: SearchChoice | null;
  /** What every evaluation together tells; a living run is ahead of it. */
  readonly course: SearchCourse | null;
  readonly best: BestView | null;
  /** Why its lines could not be had; null where they were, or may still come. */
  readonly failed: string | null;
  /** Why the run cannot be shown. */
  readonly problem: string | null;
}

export function emptyRun(id: string, position: number): ComparedRun {
  return {
    id,
    position,
    record: null,
    job: null,
    choice: null,
    course: null,
    best: null,
    failed: null,
    problem: null,
  };
}

export function isSameSearch(a: SearchChoice | null, b: SearchChoice | null): boolean {
  return a?.progress.folder === b?.progress.folder && a?.of === b?.of;
}

export interface News {
  readonly record: RunRecord;
  readonly job: Job;
  /** The symbol that is looked at; null: the run's best. */
  readonly symbol: string | null;
}

/** The run with its newest record; what was fetched for another search is dropped. */
export function withRecord(before: ComparedRun, { record, job, symbol }: News): ComparedRun {
  const choice = chooseSearch(record, job, symbol);
  const same = isSameSearch(before.choice, choice);
  return {
    ...before,
    record,
    job,
    choice,
    problem: null,
    course: same ? before.course : null,
    best: same ? before.best : null,
  };
}
