import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import type { ParameterSet, ParameterValue } from '../domain/parameter-set.ts';
import type { ParameterDefinition } from '../domain/space.ts';

/** A weighted factor, as programs read it that trade by factors. */
export interface PromotedFactor {
  readonly category: string;
  readonly direction: string;
  readonly weight: ParameterValue;
}

/**
 * What a promoted YAML or JSON file holds: a function of one evaluation alone, so that the same set
 * gives the same bytes whenever and by whomever it is promoted. When and why is in the record.
 */
export interface PromotedDocument {
  readonly leantune: 'promoted';
  readonly metadata: Readonly<Record<string, unknown>>;
  /** By category, then by name; empty where no parameter is a factor. */
  readonly factors: Readonly<Record<string, Readonly<Record<string, PromotedFactor>>>>;
  /** All parameters that are no factors. */
  readonly hyperparameters: ParameterSet;
}

export interface PromotedSource {
  readonly run: string;
  readonly job: Job;
  readonly symbol: string;
  readonly evaluation: Evaluation;
}

export function promotedDocument(source: PromotedSource): PromotedDocument {
  const { job, evaluation } = source;
  const roles = new Map(job.parameters.map((definition) => [definition.name, definition]));
  const entries = Object.entries(evaluation.params);
  const factors: Record<string, Record<string, PromotedFactor>> = {};
  for (const [name, value] of entries) {
    const definition = roles.get(name);
    if (definition === undefined || !isFactor(definition)) continue;
    const category = definition.category ?? 'uncategorized';
    factors[category] = { ...factors[category], [name]: factorOf(definition, category, value) };
  }
  const others = entries.filter(([name]) => {
    const definition = roles.get(name);
    return definition === undefined || !isFactor(definition);
  });
  return {
    leantune: 'promoted',
    metadata: metadataOf(source),
    factors,
    hyperparameters: Object.fromEntries(others),
  };
}

function isFactor({ role, category }: ParameterDefinition): boolean {
  return role === 'factor' || (role === undefined && category !== undefined);
}

function factorOf(
  { direction }: ParameterDefinition,
  category: string,
  weight: ParameterValue,
): PromotedFactor {
  const bySign = typeof weight === 'number' && weight < 0 ? 'short' : 'long';
  return { category, direction: direction ?? bySign, weight };
}

/** Nothing that moves on while the set stays the same, such as the number of trials. */
function metadataOf({ run, job, symbol, evaluation }: PromotedSource): Record<string, unknown> {
  const { dates, strategy, fixedParameters } = job.backtest;
  const violations = Object.keys(evaluation.violations);
  return {
    created_at: evaluation.at,
    run_id: run,
    study_name: job.study,
    best_trial_number: evaluation.id,
    sampler: evaluation.sampler,
    strategy,
    symbol,
    start: dates.start,
    end: dates.end,
    fixed_parameters: fixedParameters,
    fitness: job.fitness.name,
    best_fitness: evaluation.fitness,
    constraints_satisfied: violations.length === 0,
    constraint_violations: violations,
    ...measured(evaluation),
  };
}

/** Names that programs look for → our metrics; what was not measured is left out. */
const MEASURED = {
  best_sharpe_ratio: 'sharpe_ratio',
  net_pnl: 'net_pnl',
  max_drawdown: 'max_drawdown',
  trade_count: 'trade_count',
  win_rate: 'win_rate',
  profit_factor: 'profit_factor',
} as const;

function measured(evaluation: Evaluation): Record<string, number> {
  const found = Object.entries(MEASURED).map(
    ([name, metric]) => [name, metricOf(evaluation, metric)] as const,
  );
  return Object.fromEntries(found.filter((entry): entry is [string, number] => entry[1] != null));
}
