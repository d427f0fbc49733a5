import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Executor } from '../../runner/domain/executor.ts';
import type { Job, StageDefinition } from '../../runner/domain/job.ts';
import { driveStage } from '../../runner/pipeline/drive-stage.ts';
import { createEvaluationCache } from '../../runner/pipeline/evaluation-cache.ts';
import { planSearch } from '../../runner/pipeline/plan.ts';
import { createPruning } from '../../runner/pipeline/pruning.ts';
import { createScorer } from '../../runner/pipeline/score.ts';
import { createSlotClock } from '../../runner/pipeline/slot-clock.ts';
import { samplers } from '../../runner/samplers/index.ts';
import { aJob } from '../fixtures/a-job.ts';
import { testFitnesses } from '../fixtures/test-fitness.ts';

export interface OneStage extends Pick<Job, 'parameters' | 'rules'> {
  readonly sampler: keyof typeof samplers;
  /** As a job would state them. */
  readonly options?: object;
  readonly async?: boolean;
  readonly pruning?: Job['pruning'];
  readonly dates?: Job['backtest']['dates'];
  readonly executor: Executor;
  readonly seed: number;
  readonly budget: number;
}

/** Drives one stage without files; its evaluations in the order in which they ended. */
export async function driveOneStage(given: OneStage): Promise<Evaluation[]> {
  const { executor, seed, budget } = given;
  const job = jobOf(given);
  const plan = planSearch(job, samplers);
  const [stage] = plan.stages;
  if (stage === undefined) throw new Error('Cannot drive a stage: found none');
  const lines: Evaluation[] = [];
  using time = createSlotClock(executor).open();
  let requests = 0;
  const never = new AbortController().signal;
  await driveStage({
    stage,
    space: plan.space,
    seed,
    seeds: [],
    history: [],
    made: 0,
    budget,
    nextId: 1,
    cache: createEvaluationCache(),
    recorded: new Map(),
    executor,
    setup: { ...job.backtest, symbol: 'SPX' },
    scorer: createScorer(job.fitness, [], { fitnesses: testFitnesses }),
    ...(job.pruning && {
      pruning: createPruning({
        settings: job.pruning,
        dates: job.backtest.dates,
        onUnheard: () => {},
      }),
    }),
    recorder: {
      evaluation: (evaluation) => lines.push(evaluation),
      duplicates: () => {},
      asked: () => {},
      flush: () => {},
    },
    time,
    requestId: () => ++requests,
    drain: never,
    abort: never,
  });
  return lines;
}

function jobOf(given: OneStage): Job {
  const { sampler, options = {}, async, pruning, dates, parameters, rules, seed, budget } = given;
  const parsed = samplers[sampler].options.parse(options) as Readonly<Record<string, unknown>>;
  const stage: StageDefinition = {
    name: sampler,
    enabled: true,
    sampler: { name: sampler, options: parsed },
    ...(async === true && { async }),
  };
  const job = aJob({
    parameters,
    rules,
    seed,
    stages: [stage],
    budget: { evaluations: budget },
    ...(pruning && { pruning }),
  });
  return dates === undefined ? job : { ...job, backtest: { ...job.backtest, dates } };
}
