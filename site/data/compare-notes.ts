import { bestAfter } from './compare-lines.ts';
import type { LoadedRun } from './compare-row.ts';
import { formatNumber } from './format.ts';
import { measuredDifferently } from './measured-alike.ts';
import { pluginText, rangeOf } from './run-facts.ts';

function samplersOf({ job }: LoadedRun): string {
  const enabled = job.stages.filter((stage) => stage.enabled);
  return enabled.map(({ sampler }) => pluginText(sampler)).join('\n');
}

function spaceOf({ job }: LoadedRun): string {
  return [...job.parameters.map((one) => `${one.name}: ${rangeOf(one)}`), ...job.rules].join('\n');
}

const several = (runs: readonly LoadedRun[], read: (run: LoadedRun) => string) =>
  new Set(runs.map(read)).size > 1;

/** Runs of the same search: only chance of timing and budgets can set them apart. */
function repeats(runs: readonly LoadedRun[]): string {
  const known = new Map<string, LoadedRun>();
  for (const run of runs) {
    const { strategy, data, search } = run.record.identity;
    const key = [strategy, data, search, run.choice?.label].join('\n');
    const other = known.get(key);
    if (other !== undefined) {
      return `${other.id} and ${run.id} are the same search with the same seed: they tell of no luck.`;
    }
    known.set(key, run);
  }
  return '';
}

function seeds(runs: readonly LoadedRun[]): string {
  if (!several(runs, samplersOf)) return '';
  const pairs = runs.map((run) => `${samplersOf(run)}\n${run.record.seed}`);
  const samplers = new Set(runs.map(samplersOf));
  // Some sampler ran with a second seed: then luck can be seen.
  if (new Set(pairs).size > samplers.size) return '';
  return 'Each sampler ran with one seed: another seed may rank them otherwise.';
}

function sources(runs: readonly LoadedRun[]): string {
  const hashes = new Map<string, string>();
  const changed = runs.find(({ job, record }) => {
    const known = hashes.get(job.backtest.strategy);
    hashes.set(job.backtest.strategy, record.identity.strategy);
    return known !== undefined && known !== record.identity.strategy;
  });
  return changed ? `The sources of ${changed.job.backtest.strategy} changed between the runs.` : '';
}

function spaces(runs: readonly LoadedRun[]): string {
  return several(runs, spaceOf) ? 'They search different spaces.' : '';
}

function budgets(runs: readonly LoadedRun[]): string {
  const counts = runs.flatMap(({ choice }) => choice?.progress.counts.evaluations ?? []);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length < 2 || least === most) return '';
  return `They made ${formatNumber(least)} to ${formatNumber(most)} evaluations: fitness after the same number stands below.`;
}

/** What to know before one search is called better than another. */
export function compareNotes(runs: readonly LoadedRun[]): readonly string[] {
  if (runs.length < 2 || measuredDifferently(runs).length > 0)
    return [sources(runs)].filter(Boolean);
  const notes = [sources, spaces, budgets, repeats, seeds].map((note) => note(runs));
  return notes.filter(Boolean);
}

/** The best of each after as many evaluations as the shortest made; null where all made as many. */
export function afterTheSame(
  runs: readonly LoadedRun[],
): { readonly evaluations: number; readonly bests: readonly (number | undefined)[] } | null {
  const counts = runs.map(({ choice }) => choice?.progress.counts.evaluations ?? 0);
  const evaluations = Math.min(...counts);
  if (runs.length < 2 || evaluations === 0 || evaluations === Math.max(...counts)) return null;
  return { evaluations, bests: runs.map((run) => bestAfter(run, evaluations)) };
}
