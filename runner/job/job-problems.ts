import type { Problem } from '../domain/errors.ts';
import type { JobDocument } from './document.ts';
import type { Report } from './job-context.ts';
import { formatPath } from './path.ts';
import type { Origin, Translation } from './translation.ts';

export interface JobProblems {
  readonly report: Report;
  /** What was reported so far, by line. */
  inFileOrder(): readonly Problem[];
}

/** A file with a million faults needs no million lines to say so. */
const MOST_PROBLEMS = 100;

/** Collects problems, their paths told as they stand in the user's file, with their lines. */
export function createJobProblems(
  document: JobDocument,
  { problems, origin, missing }: Translation,
): JobProblems {
  const all: Problem[] = [];
  const add = ({ path, within }: Origin, meant: string, found: string) => {
    const line = path.length === 0 ? undefined : document.lineOf(path);
    const place = line === undefined ? {} : { line };
    const wanted = within === undefined ? meant : `${meant} for ${within}`;
    all.push({ path: formatPath(path), wanted, found, ...place });
  };
  for (const problem of problems) add(problem, problem.wanted, problem.found);
  return {
    report(path, wanted, found) {
      const hint = found === 'nothing' ? missing[formatPath(path)] : undefined;
      add(origin(path), hint ?? wanted, found);
    },
    inFileOrder: () => cut(all.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))),
  };
}

function cut(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= MOST_PROBLEMS) return problems;
  const more = `${problems.length - MOST_PROBLEMS} more problems`;
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    { path: '', wanted: 'a job without problems', found: more },
  ];
}
