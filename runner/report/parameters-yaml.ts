import { Document } from 'yaml';
import type { ParameterDefinition } from '../domain/parameter-definition.ts';
import type { ParameterSet, ParameterValue } from '../domain/parameter-set.ts';
import type { BestParameters, ChosenSet } from './best-parameters.ts';
import { measured } from './measured.ts';

/** What a set means, for whoever puts it to work: where it came from, its factors, all else. */
export interface ParametersDocument {
  readonly metadata: Readonly<Record<string, unknown>>;
  /** By category, then by name. */
  readonly factors: Readonly<Record<string, Readonly<Record<string, Factor>>>>;
  readonly hyperparameters: ParameterSet;
  /** What was given to every backtest and not tuned. */
  readonly fixed_parameters: ParameterSet;
}

export interface Factor {
  readonly weight: ParameterValue;
  readonly direction: string;
  readonly category: string;
}

/** Days that a set was measured on; null where nobody knows. */
export type DataPoints = (set: ChosenSet) => number | null;

/** A YAML document for each chosen set, one after the other. */
export function parametersYaml(best: BestParameters, dataPoints: DataPoints): string {
  const texts = best.sets.map((set) => {
    const document = new Document(parametersDocument(best, set, dataPoints(set)), {
      // Texts that readers of YAML 1.1, most of them, take for switches or dates are quoted.
      version: '1.1',
      aliasDuplicateObjects: false,
    });
    document.commentBefore = ` Parameters of ${best.record.strategy} on ${set.symbol}, by leantune.\n total_return, max_drawdown and volatility are in percent.`;
    return withPoints(document.toString());
  });
  return texts.join('---\n');
}

/** To YAML 1.1 a number with an exponent has a point, too: without, it is text. */
export function withPoints(text: string): string {
  return text.replaceAll(/^(\s*(?:[^\s:]+:|-) -?\d+)(e[-+]\d+)$/gm, '$1.0$2');
}

export function parametersDocument(
  { record, job }: BestParameters,
  set: ChosenSet,
  dataPoints: number | null,
): ParametersDocument {
  const { evaluation, symbol, folder } = set;
  const metrics = measured(evaluation);
  const search = record.symbols.find((one) => one.folder === folder);
  const samplers = job.stages.filter(({ enabled }) => enabled).map(({ sampler }) => sampler.name);
  const deviation = metrics['annual_standard_deviation'];
  return {
    metadata: {
      // The search's end, not now: the same export gives the same file.
      created_at: record.ended_at ?? record.updated_at,
      optimization_method: samplers.join('+'),
      run_id: record.id,
      study_name: record.study,
      strategy: record.strategy,
      symbol,
      dates: { start: record.dates.start, end: record.dates.end },
      best_trial_number: evaluation.id,
      fitness: { name: job.fitness.name, value: evaluation.fitness },
      best_sharpe_ratio: metrics['sharpe_ratio'] ?? null,
      max_drawdown: metrics['max_drawdown'] ?? null,
      total_return: metrics['net_pnl'] ?? null,
      volatility: deviation === undefined ? null : deviation * 100,
      constraints_satisfied: evaluation.status === 'complete',
      constraint_violations: evaluation.violations,
      total_trials: search?.counts.evaluations ?? null,
      elapsed_time_seconds: record.seconds,
      sampler: evaluation.sampler,
      pruner: job.pruning?.pruner ?? null,
      data_points: dataPoints,
      seed: record.seed,
      identity: record.identity,
    },
    ...sorted(job.parameters, evaluation.params),
    fixed_parameters: job.backtest.fixedParameters,
  };
}

const NO_CATEGORY = 'other';

function sorted(
  definitions: readonly ParameterDefinition[],
  params: ParameterSet,
): Pick<ParametersDocument, 'factors' | 'hyperparameters'> {
  const factors: Record<string, Record<string, Factor>> = {};
  const hyperparameters: Record<string, ParameterValue> = {};
  for (const definition of definitions) {
    const { name, category = NO_CATEGORY } = definition;
    const value = params[name];
    // Conditions leave parameters out.
    if (value === undefined) continue;
    if (isFactor(definition)) {
      const direction = definition.direction ?? directionOf(value);
      factors[category] = {
        ...factors[category],
        [name]: { weight: value, direction, category },
      };
    } else hyperparameters[name] = value;
  }
  return { factors, hyperparameters };
}

function isFactor({ role, category }: ParameterDefinition): boolean {
  return (role ?? (category === undefined ? 'hyperparameter' : 'factor')) === 'factor';
}

function directionOf(weight: ParameterValue): string {
  const number = Number(weight);
  if (!(Math.abs(number) > 0)) return 'neutral';
  return number > 0 ? 'positive' : 'negative';
}
