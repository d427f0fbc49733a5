import type { ParameterSet } from '../domain/parameter-set.ts';
import type { BestParameters, ChosenSet } from './best-parameters.ts';
import { type Cell, csvText } from './delimited-text.ts';
import { measured } from './measured.ts';

/** Chosen sets for programs: what each is, how it did, and what it was found by. */
export function chosenSetsValue({ record, job, ranking, sets }: BestParameters): object {
  return {
    v: 1,
    run: record.id,
    name: record.name,
    study: record.study,
    strategy: record.strategy,
    dates: record.dates,
    identity: record.identity,
    ranked_by: ranking.by,
    ascending: ranking.ascending,
    fixed_parameters: job.backtest.fixedParameters,
    sets: sets.map((set) => setValue(set, record)),
  };
}

function setValue(
  { rank, symbol, folder, evaluation }: ChosenSet,
  record: BestParameters['record'],
): object {
  const { id, stage, sampler, status, params, fitness, violations } = evaluation;
  const holdout = record.symbols.find((search) => search.folder === folder)?.holdout ?? null;
  return {
    rank,
    symbol,
    id,
    stage,
    sampler,
    status,
    params,
    fitness,
    metrics: measured(evaluation),
    violations,
    // Of this very set alone.
    holdout:
      holdout?.id !== id
        ? null
        : { dates: holdout.window, fitness: holdout.fitness, metrics: measured(holdout) },
  };
}

/** Parameters alone, those that were fixed among them: a list that `leantune batch` takes. */
export function plainSets({ job, sets }: BestParameters): readonly ParameterSet[] {
  return sets.map(({ evaluation }) => ({
    ...job.backtest.fixedParameters,
    ...evaluation.params,
  }));
}

/** A row for each chosen set. */
export function chosenSetsCsv({ job, sets }: BestParameters): string {
  const metrics = [...new Set(sets.flatMap(({ evaluation }) => Object.keys(measured(evaluation))))];
  const names = job.parameters.map(({ name }) => name);
  const rows = sets.map(({ rank, symbol, evaluation }): Cell[] => {
    const values = measured(evaluation);
    return [
      rank,
      symbol,
      evaluation.id,
      ...names.map((name) => evaluation.params[name]),
      evaluation.fitness,
      ...metrics.map((name) => values[name]),
    ];
  });
  return csvText(['rank', 'symbol', 'id', ...names, 'fitness', ...metrics], rows);
}
