import type { LoadedRun } from './compare-row.ts';
import { constraintText, pluginText, rangeText } from './run-facts.ts';

type Read = (run: LoadedRun) => string;

/** What figures depend on beside the parameters; runs that differ in it are measured differently. */
const BASES: readonly (readonly [name: string, read: Read])[] = [
  [
    'fitness',
    ({ job }) =>
      [
        pluginText(job.fitness),
        ...job.constraints.map(constraintText),
        job.mode === 'shared' ? job.sharedFitness : '',
      ].join('\n'),
  ],
  [
    'symbol',
    ({ job, choice }) =>
      choice?.of ?? (job.mode === 'shared' ? job.symbols.join() : (choice?.label ?? '')),
  ],
  ['dates', ({ job }) => rangeText(job.backtest.dates)],
  ['resolution', ({ job }) => `${job.backtest.resolution} ${job.backtest.normalization}`],
  ['cash', ({ job }) => String(job.backtest.cash)],
];

/** The names of what is not the same for all runs. */
export function measuredDifferently(runs: readonly LoadedRun[]): readonly string[] {
  return BASES.filter(([, read]) => new Set(runs.map(read)).size > 1).map(([name]) => name);
}
