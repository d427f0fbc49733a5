import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { afterTheSame } from './compare-notes.ts';
import type { CompareCell, CompareRow, LoadedRun } from './compare-row.ts';
import {
  ABSENT,
  formatDuration,
  formatFitness,
  formatNumber,
  formatPercent,
  formatRate,
  formatShare,
} from './format.ts';
import { rivalsOfFirst } from './measured-alike.ts';
import { type Measures, measuresOf } from './measures.ts';
import { formatMetric, METRIC_STYLES } from './metric-format.ts';
import { searchedShare } from './progress.ts';
import { timeParts } from './time-parts.ts';

const NAMES = ['fitness', ...Object.keys(METRIC_STYLES)];

/** Whether more is better (1), less (−1), or neither (0). */
export function directionOf(name: string): -1 | 0 | 1 {
  if (name === 'trade_count') return 0;
  return name === 'max_drawdown' ? -1 : 1;
}

export function labelOf(name: string): string {
  return name === 'fitness' ? 'Fitness' : (METRIC_STYLES[name]?.label ?? name);
}

export function measureText(name: string, value: number | undefined): string {
  return name === 'fitness' ? formatFitness(value) : formatMetric(name, value);
}

/** The best of the values; null where there is nothing to choose from. */
function leader(values: readonly (number | undefined)[], direction: number): number | null {
  const known = values.filter((value) => value !== undefined);
  const best = direction > 0 ? Math.max(...known) : Math.min(...known);
  const distinct = new Set(known).size > 1;
  return direction !== 0 && distinct ? best : null;
}

interface Figures {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  /** Which of them stand against each other. */
  readonly rivals: readonly boolean[];
  readonly direction: number;
  readonly text: (value: number | undefined) => string;
}

/** All that share the best value are marked; a value that is missing loses to none. */
function figureRow({ name, values, rivals, direction, text }: Figures): CompareRow {
  const best = leader(
    values.filter((_, place) => rivals[place]),
    direction,
  );
  const cells = values.map((value, place): CompareCell => {
    const isBetter = best !== null && value === best && rivals[place] === true;
    return { text: text(value), mark: isBetter ? 'better' : null };
  });
  return { name, cells };
}

function measureRows(
  runs: readonly LoadedRun[],
  sides: readonly Measures[],
): readonly CompareRow[] {
  const rivals = { fitness: rivalsOfFirst(runs, 'fitness'), metric: rivalsOfFirst(runs, 'metric') };
  return NAMES.filter((name) => sides.some((side) => side[name] !== undefined)).map((name) =>
    figureRow({
      name: labelOf(name),
      values: sides.map((side) => side[name]),
      rivals: name === 'fitness' ? rivals.fitness : rivals.metric,
      direction: directionOf(name),
      text: (value) => measureText(name, value),
    }),
  );
}

/** The best of the search by figures. */
export function resultRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const sides = runs.map(({ choice, best }) =>
    measuresOf(choice?.progress.best ?? null, choice?.of, best),
  );
  return measureRows(runs, sides);
}

export function holdoutRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const sides = runs.map(({ choice, best }) =>
    measuresOf(choice?.progress.holdout ?? null, choice?.of, best?.holdout ?? null),
  );
  return measureRows(runs, sides);
}

/** What the best was after as many evaluations as the shortest search made. */
function sameBudgetRow(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const same = afterTheSame(runs);
  if (same === null) return [];
  return [
    figureRow({
      name: `Fitness after ${formatNumber(same.evaluations)}`,
      values: same.bests,
      rivals: rivalsOfFirst(runs, 'fitness'),
      direction: 1,
      text: formatFitness,
    }),
  ];
}

/** The parts that cost most, the largest first. */
function timeText({ record }: LoadedRun): string {
  const parts = record.time === undefined ? [] : timeParts(record.time);
  const large = parts.filter(({ share }) => share >= 0.05).toSorted((a, b) => b.share - a.share);
  if (large.length === 0) return ABSENT;
  return large.map(({ label, share }) => `${label} ${formatPercent(share * 100, 0)}`).join('\n');
}

/** What every set of the grid would have taken at this rate. */
function wholeGrid({ record }: LoadedRun): string {
  const rate = record.evaluations_per_second;
  if (record.space_size === null || !rate) return ABSENT;
  return formatDuration(Number(record.space_size) / rate);
}

function foundAt(best: Evaluation | null | undefined): string {
  return best ? `#${formatNumber(best.id)}, ${best.stage}` : ABSENT;
}

/** What the search cost. */
export function searchRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const row = (name: string, text: (run: LoadedRun) => string): CompareRow => ({
    name,
    cells: runs.map((run) => ({ text: text(run) })),
  });
  return [
    ...sameBudgetRow(runs),
    row('Evaluations', ({ choice }) => formatNumber(choice?.progress.counts.evaluations)),
    row('Repeats', ({ choice }) => formatNumber(choice?.progress.counts.duplicates)),
    row('Not valid', ({ choice }) => {
      const counts = choice?.progress.counts;
      return formatNumber(counts && counts.invalid + counts.failed + counts.pruned);
    }),
    row('Best found at', ({ choice }) => foundAt(choice?.progress.best)),
    row('Best found after', ({ course }) => formatDuration(course?.bySeconds.at(-1)?.[0])),
    row('Share of the grid', ({ record, choice }) =>
      formatShare(choice ? searchedShare(record, choice.progress) : null),
    ),
    row('Rate', ({ record }) => formatRate(record.evaluations_per_second)),
    row('Time of the run', ({ record }) => formatDuration(record.seconds)),
    row('Whole grid at this rate', wholeGrid),
    row('Time went to', timeText),
  ];
}
