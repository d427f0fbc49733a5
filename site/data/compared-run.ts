import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { BestView, PaceView } from '../../runner/server/views.ts';
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
  /** Improvements: [evaluation, fitness]. */
  readonly curve: readonly (readonly [number, number])[];
  readonly pace: PaceView | null;
  readonly best: BestView | null;
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
    curve: [],
    pace: null,
    best: null,
    problem: null,
  };
}

/** A record keeps at most 60 improvements and drops every second one beyond: from here on it may have. */
const MAYBE_THINNED = 31;

/** Whether the record's own curve may lack improvements. */
export function isThinned({ choice }: ComparedRun): boolean {
  return (choice?.progress.curve.length ?? 0) >= MAYBE_THINNED;
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
  const next: ComparedRun = {
    ...before,
    record,
    job,
    choice,
    problem: null,
    pace: same ? before.pace : null,
    best: same ? before.best : null,
  };
  const own = choice?.progress.curve ?? [];
  // The whole curve that is there already is better than a thinned one.
  return {
    ...next,
    curve: same && isThinned(next) && before.curve.length > 0 ? before.curve : own,
  };
}
