import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { CompareCell, CompareRow, LoadedRun } from './compare-row.ts';
import {
  ABSENT,
  formatDuration,
  formatFitness,
  formatNumber,
  formatRate,
  formatShare,
} from './format.ts';
import { measuredDifferently } from './measured-alike.ts';
import { type Measures, measuresOf } from './measures.ts';
import { formatMetric, METRIC_STYLES } from './metric-format.ts';
import { searchedShare } from './progress.ts';

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

function measureRows(sides: readonly Measures[], sameFitness: boolean): readonly CompareRow[] {
  return NAMES.filter((name) => sides.some((side) => side[name] !== undefined)).map((name) => {
    const values = sides.map((side) => side[name]);
    const comparable = name !== 'fitness' || sameFitness;
    const best = comparable ? leader(values, directionOf(name)) : null;
    const cells = values.map((value): CompareCell => {
      const mark = best !== null && value === best ? 'better' : null;
      return { text: measureText(name, value), mark };
    });
    return { name: labelOf(name), cells };
  });
}

function hasSameFitness(runs: readonly LoadedRun[]): boolean {
  return !measuredDifferently(runs).includes('fitness');
}

/** The best of the search by figures. */
export function resultRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const sides = runs.map(({ choice, best }) =>
    measuresOf(choice?.progress.best ?? null, choice?.of, best),
  );
  return measureRows(sides, hasSameFitness(runs));
}

export function holdoutRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const sides = runs.map(({ choice, best }) =>
    measuresOf(choice?.progress.holdout ?? null, choice?.of, best?.holdout ?? null),
  );
  return measureRows(sides, hasSameFitness(runs));
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
    row('Evaluations', ({ choice }) => formatNumber(choice?.progress.counts.evaluations)),
    row('Repeats', ({ choice }) => formatNumber(choice?.progress.counts.duplicates)),
    row('Not valid', ({ choice }) => {
      const counts = choice?.progress.counts;
      return formatNumber(counts && counts.invalid + counts.failed + counts.pruned);
    }),
    row('Best found at', ({ choice }) => foundAt(choice?.progress.best)),
    row('Share of the grid', ({ record, choice }) =>
      formatShare(choice ? searchedShare(record, choice.progress) : null),
    ),
    row('Rate', ({ record }) => formatRate(record.evaluations_per_second)),
    row('Time of the run', ({ record }) => formatDuration(record.seconds)),
  ];
}
