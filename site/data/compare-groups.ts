import { configurationRows } from './compare-job.ts';
import { parameterRows } from './compare-parameters.ts';
import { holdoutRows, resultRows, searchRows } from './compare-results.ts';
import type { CompareRow, LoadedRun } from './compare-row.ts';

export interface CompareGroup {
  readonly title: string;
  readonly rows: readonly CompareRow[];
  /** Whether rows in which all runs are alike may be left out. */
  readonly filtered: boolean;
}

/** All that is set side by side; groups without rows are left out. */
export function compareGroups(runs: readonly LoadedRun[]): readonly CompareGroup[] {
  const groups: readonly CompareGroup[] = [
    { title: 'Result of the best', rows: resultRows(runs), filtered: false },
    { title: 'The same on the holdout', rows: holdoutRows(runs), filtered: false },
    { title: 'Search', rows: searchRows(runs), filtered: false },
    { title: 'Best parameters', rows: parameterRows(runs), filtered: true },
    { title: 'Configuration', rows: configurationRows(runs), filtered: true },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}
