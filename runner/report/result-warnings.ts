import { edgesMet } from '../analysis/edges-met.ts';
import { holdoutVerdict } from '../analysis/holdout-verdict.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import { countText, valueText } from '../domain/number-text.ts';
import type { SymbolProgress } from '../domain/run-record.ts';
import type { ParameterDefinition } from '../domain/space.ts';

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
  warnings.push(...fruitlessWarnings(progress));
  if (counts.rejected_lines > 0) {
    warnings.push(`${countText(counts.rejected_lines)} damaged lines were set aside`);
  }
  return warnings;
}

/** What failed, and where nothing was valid or much did not trade, why. */
function fruitlessWarnings({ counts, best, folder, fruitless }: SymbolProgress): string[] {
  const of = `of ${countText(counts.evaluations)}`;
  const { missed = {}, orderless = 0, failure = null } = fruitless ?? {};
  const warnings: string[] = [];
  if (counts.failed > 0) {
    const first = failure === null ? '' : `, the first (${failure.id}): ${failure.error}`;
    const all = `the errors are in ${folder}/evaluations.jsonl`;
    warnings.push(`${countText(counts.failed)} ${of} evaluations failed${first}; ${all}`);
  }
  if (orderless * 2 > counts.evaluations) {
    warnings.push(`${countText(orderless)} ${of} backtests made no order at all`);
  }
  if (best === null && counts.invalid > 0) {
    const named = Object.entries(missed).map(([name, count]) => `${name} by ${countText(count)}`);
    warnings.push(`limits that were missed: ${named.join(', ')} ${of}`);
  }
  return warnings;
}

/** From this many parameters at an edge on, one warning names them all. */
const MANY_EDGES = 4;

function edgeWarnings(best: Evaluation, parameters: readonly ParameterDefinition[]): string[] {
  const met = edgesMet(best.params, parameters);
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

function holdoutWarning(best: Evaluation, holdout: Evaluation): string | null {
  const verdict = holdoutVerdict(best, holdout);
  if (verdict === null) return null;
  if (verdict.kind === 'failed') return `the backtest of the holdout failed: ${verdict.error}`;
  if (verdict.kind === 'invalid') {
    const missed = verdict.missed.join(', ') || 'its limits';
    return `on the holdout the best set is invalid (${missed}): do not trust the search's figures alone`;
  }
  const { measure, outside, inside } = verdict;
  return (
    `the holdout is much worse than in-sample: ${measure} ${valueText(outside)} ` +
    `against ${valueText(inside)}. The search may have fitted noise`
  );
}
