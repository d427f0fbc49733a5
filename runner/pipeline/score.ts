import type { Evaluation } from '../domain/evaluation.ts';
import type { FailedOutcome, Outcome, PrunedOutcome } from '../domain/executor.ts';
import { roundFitness } from '../domain/fitness.ts';
import type { Constraint, Objective, PluginChoice } from '../domain/job.ts';
import type { Metrics } from '../domain/metrics.ts';
import type { Variation } from '../domain/variation.ts';
import { violation } from '../domain/violation.ts';
import { type Judge, judgeShared, type SharedFitness } from './judge-shared.ts';
import type { FitnessRegistry } from './registries.ts';
import { createSplit, type SplitMetrics } from './split-metrics.ts';

/** The part of an evaluation that its outcome decides. */
export interface Score
  extends Pick<
    Evaluation,
    'status' | 'fitness' | 'objectives' | 'metrics' | 'violations' | 'error'
  > {
  /** The metrics of the line's top level. */
  readonly headline: SplitMetrics['headline'];
}

export type Scorer = (outcome: Outcome) => Score;

const INVALID = Number.NEGATIVE_INFINITY;

export interface ScorerOptions {
  readonly fitnesses: FitnessRegistry;
  /** How the fitness on several symbols becomes one; median where absent. */
  readonly shared?: SharedFitness;
  /** Searched for at once; none where absent. */
  readonly objectives?: readonly Objective[] | undefined;
  /** What the strategy measures apart from the whole; found by its metrics' names where absent. */
  readonly variations?: readonly Variation[] | undefined;
}

/** Judges outcomes by the job's fitness, its limits and its constraints. */
export function createScorer(
  choice: PluginChoice,
  constraints: readonly Constraint[],
  { fitnesses, shared = 'median', objectives = [], variations }: ScorerOptions,
): Scorer {
  const factory = fitnesses[choice.name];
  if (factory === undefined)
    throw new Error(`Cannot score: fitness "${choice.name}" is not registered`);
  const fitness = factory.create(choice.options as never);
  const limits = factory.violations(choice.options as never);
  const plain = constraints.length === 0 && objectives.length === 0;
  const split = createSplit({ variations, judgedBy: [choice.options, constraints, objectives] });
  const judge: Judge = (metrics) => {
    const violations = plain
      ? limits(metrics)
      : {
          ...limits(metrics),
          ...missed(constraints, metrics),
          ...unmeasured(objectives, metrics),
        };
    const value = isEmpty(violations) ? roundFitness(fitness(metrics)) : INVALID;
    return { fitness: value, violations };
  };
  return (outcome) => {
    if (outcome.status !== 'complete') return scoreOfRest(outcome);
    const { bySymbol } = outcome;
    const { headline, metrics, judged } = split(outcome);
    const verdict = bySymbol === undefined ? judge(judged) : judgeShared(bySymbol, judge, shared);
    const status = verdict.fitness === INVALID ? 'invalid' : 'complete';
    const { fitness: value, violations } = verdict;
    const all = verdict.own === undefined ? metrics : { ...metrics, ...verdict.own };
    const score: Score = {
      status,
      fitness: value,
      headline,
      metrics: all,
      violations,
      error: null,
    };
    return objectives.length === 0 ? score : { ...score, ...objectivesOf(objectives, judged) };
  };
}

/** Of a backtest without metrics. */
function scoreOfRest({ status, error }: PrunedOutcome | FailedOutcome): Score {
  return {
    status,
    fitness: INVALID,
    headline: {},
    metrics: {},
    violations: {},
    error: status === 'failed' ? error : null,
  };
}

/** An objective that was not measured makes a set invalid, as a missing metric makes its fitness. */
function unmeasured(objectives: readonly Objective[], metrics: Metrics): Record<string, number> {
  const missing = objectives.filter(({ metric }) => !Number.isFinite(metrics[metric]));
  return Object.fromEntries(missing.map(({ metric }) => [metric, Number.POSITIVE_INFINITY]));
}

function objectivesOf(
  objectives: readonly Objective[],
  metrics: Metrics,
): Pick<Evaluation, 'objectives'> {
  if (objectives.length === 0) return {};
  const values = objectives.map(({ metric, direction }) => {
    const value = metrics[metric] ?? Number.NaN;
    return roundFitness(direction === 'maximize' ? value : -value);
  });
  return values.every(Number.isFinite) ? { objectives: values } : {};
}

function missed(constraints: readonly Constraint[], metrics: Metrics): Record<string, number> {
  const violations: Record<string, number> = {};
  for (const { metric, operator, value } of constraints) {
    const amount = violation(metrics[metric], operator, value);
    if (amount > 0) violations[`${metric} ${operator} ${value}`] = amount;
  }
  return violations;
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}
