import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import { countText, valueText } from '../domain/number-text.ts';
import type { SymbolProgress } from '../domain/run-record.ts';
import type { ParameterDefinition } from '../domain/space.ts';

/** Below this part of the in-sample figure the holdout counts as much worse. */
const HOLDOUT_FLOOR = 0.5;

/** What a reader of a result should know before trusting it. */
export function resultWarnings(progress: SymbolProgress, job: Job): string[] {
  const { best, holdout, counts } = progress;
  const warnings = best === null ? [] : edgeWarnings(best, job.parameters);
  const worse = best === null || holdout === null ? null : holdoutWarning(best, holdout);
  if (worse !== null) warnings.push(worse);
  for (const { name, nearest } of progress.unread ?? []) {
    const hint = nearest === null ? '' : ` (it asks for ${nearest})`;
    warnings.push(`the strategy never reads ${name}${hint}: tuning it changes nothing`);
  }
  if (counts.failed > 0) {
    warnings.push(
      `${countText(counts.failed)} of ${countText(counts.evaluations)} evaluations failed; ` +
        `the errors are in ${progress.folder}/evaluations.jsonl`,
    );
  }
  if (counts.rejected_lines > 0) {
    warnings.push(`${countText(counts.rejected_lines)} damaged lines were set aside`);
  }
  return warnings;
}

/** From this many parameters at an edge on, one warning names them all. */
const MANY_EDGES = 4;

function edgeWarnings(best: Evaluation, parameters: readonly ParameterDefinition[]): string[] {
  const met = edgesMet(best, parameters);
  if (met.length < MANY_EDGES) {
    return met.map(
      ({ name, value, end }) =>
        `the best ${name} is ${value}, the ${end} edge of its range: a wider range may hold better sets`,
    );
  }
  const named = met.map(({ name, value, end }) => `${name} ${value} (${end})`).join(', ');
  return [
    `the best set lies at the edge of ${met.length} ranges: ${named}; wider ones may hold better sets`,
  ];
}

function edgesMet(best: Evaluation, parameters: readonly ParameterDefinition[]) {
  return parameters.flatMap((parameter) => {
    const edges = edgesOf(parameter);
    const value = best.params[parameter.name];
    if (edges === null || edges.low === edges.high) return [];
    if (value !== edges.low && value !== edges.high) return [];
    return [{ name: parameter.name, value, end: value === edges.low ? 'lower' : 'upper' }];
  });
}

function edgesOf(parameter: ParameterDefinition): { low: number; high: number } | null {
  if (parameter.type !== 'int' && parameter.type !== 'float') return null;
  if (!('values' in parameter)) return { low: parameter.min, high: lastStep(parameter) };
  // Of two values each is an edge, which says nothing.
  if (parameter.values.length < 3) return null;
  const low = parameter.values[0];
  const high = parameter.values.at(-1);
  return low === undefined || high === undefined ? null : { low, high };
}

/** The last value on the grid, which is `max` only where the steps meet it. */
function lastStep({ min, max, step }: { min: number; max: number; step?: number }): number {
  if (step === undefined) return max;
  const steps = Math.floor((max - min) / step + 1e-9);
  return Number((min + steps * step).toPrecision(12));
}

function holdoutWarning(best: Evaluation, holdout: Evaluation): string | null {
  if (holdout.status === 'failed') return `the backtest of the holdout failed: ${holdout.error}`;
  if (holdout.status !== 'complete') {
    const missed = Object.keys(holdout.violations).join(', ') || 'its limits';
    return `on the holdout the best set is invalid (${missed}): do not trust the search's figures alone`;
  }
  const measure = COMPARED.map((name) => compared(name, best, holdout)).find((one) => one !== null);
  if (measure == null || measure.outside >= measure.inside * HOLDOUT_FLOOR) return null;
  return (
    `the holdout is much worse than in-sample: ${measure.name} ${valueText(measure.outside)} ` +
    `against ${valueText(measure.inside)}. The search may have fitted noise`
  );
}

/** A year's worth each, since the two ranges differ in length; fitness where neither is measured. */
const COMPARED = ['sharpe_ratio', 'calmar_ratio', 'fitness'] as const;

function compared(name: (typeof COMPARED)[number], best: Evaluation, holdout: Evaluation) {
  const inside = metricOf(best, name);
  const outside = metricOf(holdout, name);
  if (inside === undefined || outside === undefined || inside <= 0) return null;
  return { name: name.replace('_', ' '), inside, outside };
}
