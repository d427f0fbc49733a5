import type { LoadedRun } from './compare-row.ts';
import { constraintText, pluginText, rangeText } from './run-facts.ts';

type Read = (run: LoadedRun) => string;

const dates: Read = ({ job }) => rangeText(job.backtest.dates);
const engine: Read = ({ job }) => job.backtest.engine ?? 'embedded';
const resolution: Read = ({ job }) => `${job.backtest.resolution} ${job.backtest.normalization}`;

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
  ['dates', dates],
  ['resolution', resolution],
  ['cash', ({ job }) => String(job.backtest.cash)],
  ['engine', engine],
];

/** What a run reads: only of the same files can it be said that their content differs. */
function filesOf(run: LoadedRun): string {
  const { symbols, holdout, backtest } = run.job;
  const { dataFolder, benchmark, market, securityType, strategy } = backtest;
  const held = holdout === null ? '' : rangeText(holdout);
  const files = [symbols.join(), held, dataFolder, benchmark, market, securityType, strategy];
  return [...files, dates(run), resolution(run), engine(run)].join('\n');
}

function hasOtherData(a: LoadedRun, b: LoadedRun): boolean {
  return filesOf(a) === filesOf(b) && a.record.identity.data !== b.record.identity.data;
}

/** The names of what two runs do not have in common. */
export function differencesOf(a: LoadedRun, b: LoadedRun): readonly string[] {
  const names = BASES.filter(([, read]) => read(a) !== read(b)).map(([name]) => name);
  return hasOtherData(a, b) ? [...names, 'data'] : names;
}

/** The names of what is not the same for all runs. */
export function measuredDifferently(runs: readonly LoadedRun[]): readonly string[] {
  const names = BASES.filter(([, read]) => new Set(runs.map(read)).size > 1).map(([name]) => name);
  const data = runs.some((run, place) => runs.slice(place + 1).some((b) => hasOtherData(run, b)));
  return data ? [...names, 'data'] : names;
}

/** Symbols and cash may be what is compared; of these nothing is better or worse. */
const STRICT = new Set(['dates', 'resolution', 'engine', 'data']);

/**
 * Whether the figures of each run stand against those of the first: same dates, resolution, engine
 * and data, and the same fitness where that is the figure.
 */
export function rivalsOfFirst(
  runs: readonly LoadedRun[],
  figure: 'fitness' | 'metric',
): readonly boolean[] {
  const [first] = runs;
  return runs.map((run) => {
    const names = first === undefined ? [] : differencesOf(first, run);
    return names.every((name) => !STRICT.has(name) && (figure === 'metric' || name !== 'fitness'));
  });
}
