import type { Evaluation } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { createSpace, type Space } from '../domain/space.ts';
import type { RunStore } from '../run/run-store.ts';
import type { Choice, RankedBy } from './choice.ts';
import { chosenEvaluations, refusalOf } from './chosen-evaluations.ts';

export interface ChosenSet {
  readonly symbol: string;
  /** The search's folder in the run. */
  readonly folder: string;
  /** Counted from 1 within the search. */
  readonly rank: number;
  readonly evaluation: Evaluation;
}

/** Sets of a run, and what is needed to judge, write and use them. */
export interface BestParameters {
  readonly record: RunRecord;
  readonly job: Job;
  readonly space: Space;
  readonly ranking: RankedBy;
  /** Search by search in the run's order, best first; never empty. */
  readonly sets: readonly ChosenSet[];
}

/**
 * The best sets of a run, or those that a choice names.
 * @throws InputError where there is no such symbol, evaluation or metric, or no valid set
 */
export async function bestParameters(
  store: Pick<RunStore, 'folder' | 'evaluations'>,
  { record, job }: { readonly record: RunRecord; readonly job: Job },
  choice: Choice = {},
): Promise<BestParameters> {
  const refuse = refusalOf(record);
  const by = choice.by ?? 'fitness';
  const ranking = { by, ascending: choice.ascending ?? LESS_IS_BETTER.has(by) };
  const sets: ChosenSet[] = [];
  for (const progress of evaluatedSearches(record, choice.symbol)) {
    const { symbol, folder } = progress;
    const chosen = await chosenEvaluations(store, { record, progress }, { ...choice, ranking });
    sets.push(
      ...chosen.map((evaluation, index) => ({ symbol, folder, rank: index + 1, evaluation })),
    );
  }
  if (sets.length === 0) {
    const wanted = choice.evaluation === undefined ? 'a valid set' : 'the id of an evaluation';
    throw refuse('', wanted, choice.evaluation === undefined ? 'none' : `#${choice.evaluation}`);
  }
  return { record, job, space: createSpace(job.parameters, job.rules), ranking, sets };
}

/** Metrics of which less is better. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  'max_drawdown',
  'drawdown_recovery',
  'loss_rate',
  'total_fees',
  'annual_standard_deviation',
  'annual_variance',
  'tracking_error',
  'value_at_risk_95',
  'value_at_risk_99',
]);

/**
 * The searches of a run that have evaluated something.
 * @throws InputError where none is of the symbol
 */
export function evaluatedSearches(
  record: RunRecord,
  wanted?: string | undefined,
): readonly SymbolProgress[] {
  const made = record.symbols.filter(({ counts }) => counts.evaluations > 0);
  const refuse = refusalOf(record);
  if (made.length === 0) throw refuse('', 'evaluations', 'none');
  if (wanted === undefined) return made;
  const found = made.filter(({ symbol }) => symbol.toUpperCase() === wanted.toUpperCase());
  if (found.length > 0) return found;
  const names = made.map(({ symbol }) => symbol).join(', ');
  throw refuse('symbol', `one of ${names}`, JSON.stringify(wanted));
}
