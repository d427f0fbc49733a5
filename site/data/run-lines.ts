import type { RunState } from '../../runner/domain/run-record.ts';
import type { RunSummary } from './run-summary.ts';
import { countStates } from './runs-query.ts';

/** The runs of a study in a list, or those of none. */
export interface StudyGroup {
  /** Null: runs without a study. */
  readonly study: string | null;
  readonly title: string | null;
  readonly runs: readonly RunSummary[];
  readonly states: ReadonlyMap<RunState, number>;
  readonly best: number | null;
  readonly open: boolean;
}

/** A line of the history. */
export type RunLine = { readonly run: RunSummary } | { readonly group: StudyGroup };

/** Runs below their studies. Groups stand in the order of their first runs, runs in their own. */
export function groupByStudy(
  runs: readonly RunSummary[],
  open: readonly string[],
): readonly RunLine[] {
  const members = new Map<string | null, RunSummary[]>();
  for (const run of runs) {
    const known = members.get(run.study);
    if (known === undefined) members.set(run.study, [run]);
    else known.push(run);
  }
  const groups = [...members].map(([study, own]): StudyGroup => {
    const best = own.reduce<number | null>((most, run) => largest(most, run.best), null);
    const isOpen = open.includes(study ?? '');
    const title = own[0]?.studyTitle ?? null;
    return { study, title, runs: own, states: countStates(own), best, open: isOpen };
  });
  return groups
    .toSorted((a, b) => Number(a.study === null) - Number(b.study === null))
    .flatMap((group) => [{ group }, ...(group.open ? group.runs.map((run) => ({ run })) : [])]);
}

function largest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
