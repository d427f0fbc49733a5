import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { Executor, Outcome } from '../../../runner/domain/executor.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { AskedBatch } from '../../../runner/pipeline/asked-batch.ts';
import type { DriveStageOptions } from '../../../runner/pipeline/drive-options.ts';
import { driveStage } from '../../../runner/pipeline/drive-stage.ts';
import { createEvaluationCache } from '../../../runner/pipeline/evaluation-cache.ts';
import { planSearch } from '../../../runner/pipeline/plan.ts';
import { createScorer } from '../../../runner/pipeline/score.ts';
import { createSlotClock } from '../../../runner/pipeline/slot-clock.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { testFitnesses } from '../../fixtures/test-fitness.ts';
import { testSamplers } from '../../fixtures/test-samplers.ts';

const backtest = ({ fast, slow }: ParameterSet) => ({ net_pnl: Number(fast) - Number(slow) });

interface Driven {
  readonly options: DriveStageOptions;
  readonly evaluations: Evaluation[];
  readonly duplicates: AskedBatch[];
  readonly drain: AbortController;
}

function aDrive(
  executor: Executor,
  stage = aStage('climbing', { samples: 20, batch: 5 }),
  high = 40,
): Driven {
  const job = aJob({
    parameters: [
      { name: 'fast', type: 'int', min: 1, max: high },
      { name: 'slow', type: 'int', min: 1, max: high },
    ],
    rules: [],
    stages: [stage],
  });
  const plan = planSearch(job, testSamplers);
  const evaluations: Evaluation[] = [];
  const duplicates: AskedBatch[] = [];
  const drain = new AbortController();
  let requests = 0;
  const options: DriveStageOptions = {
    stage: plan.stages[0]!,
    space: plan.space,
    seed: 1,
    seeds: [],
    history: [],
    made: 0,
    budget: 20,
    nextId: 1,
    cache: createEvaluationCache(),
    recorded: new Map(),
    executor,
    setup: { ...job.backtest, symbol: 'SPY' },
    scorer: createScorer(job.fitness, [], { fitnesses: testFitnesses }),
    recorder: {
      evaluation: (evaluation) => evaluations.push(evaluation),
      duplicates: (batch) => duplicates.push(batch),
      flush: () => {},
    },
    time: createSlotClock(executor).open(),
    requestId: () => ++requests,
    drain: drain.signal,
    abort: new AbortController().signal,
  };
  return { options, evaluations, duplicates, drain };
}

describe('driveStage()', () => {
  test('ends at its budget, with ids in the order of asking', async () => {
    const { options, evaluations } = aDrive(createFakeExecutor({ backtest }));
    const driven = await driveStage(options);
    expect(driven).toMatchObject({ ended: 'budget', evaluations: 20, nextId: 21 });
    expect(evaluations.map((line) => line.id).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  test('keeps every slot busy across the borders of batches where the sampler does not learn', async () => {
    const executor = createFakeExecutor({ backtest, slots: 4, chunk: 2 });
    const { options } = aDrive(executor, aStage('drawing', { samples: 20, batch: 1 }));
    await driveStage(options);
    expect(executor.mostAtOnce).toBe(4);
  });

  test('never sends more chunks at once than there are slots', async () => {
    const executor = createFakeExecutor({ backtest, slots: 3, chunk: 1 });
    await driveStage(aDrive(executor).options);
    expect(executor.mostAtOnce).toBeLessThanOrEqual(3);
  });

  test('a space that is used up ends the stage by its duplicates', async () => {
    const { options, evaluations } = aDrive(
      createFakeExecutor({ backtest }),
      aStage('drawing', { samples: 99, batch: 9 }),
      2,
    );
    const driven = await driveStage({ ...options, budget: 99 });
    expect(driven.ended).toBe('duplicates');
    expect(evaluations).toHaveLength(4);
    expect(driven.duplicates).toBeGreaterThanOrEqual(1_000);
  });

  test('draining lets what is in flight end and says stopped', async () => {
    const { options, evaluations, drain } = aDrive(
      createFakeExecutor({ backtest, slots: 2, chunk: 2, onBacktest: () => drain.abort() }),
    );
    const driven = await driveStage(options);
    expect(driven.ended).toBe('stopped');
    expect(evaluations.length).toBeGreaterThanOrEqual(2);
    expect(evaluations.length).toBeLessThanOrEqual(4);
  });

  test("answers to nobody and second answers are nobody's result", async () => {
    const honest = createFakeExecutor({ backtest });
    const lying: Executor = {
      ...honest,
      async *evaluate(requests, signal) {
        for await (const outcome of honest.evaluate(requests, signal)) {
          yield { ...outcome, id: outcome.id + 100_000 };
          yield outcome;
          yield { ...outcome, metrics: { net_pnl: 1e9 } } as Outcome;
        }
      },
    };
    const { options, evaluations } = aDrive(lying);
    await driveStage(options);
    expect(evaluations).toHaveLength(20);
    expect(
      evaluations.every(
        (line) => line.fitness === Number(line.params['fast']) - Number(line.params['slow']),
      ),
    ).toBe(true);
  });

  test('an executor that leaves a request without an outcome ends the stage with an error', async () => {
    const honest = createFakeExecutor({ backtest });
    const silent: Executor = { ...honest, async *evaluate() {} };
    await expect(driveStage(aDrive(silent).options)).rejects.toThrow(/have no outcome/);
  });

  test('a recorder that fails ends the stage with its error', async () => {
    const { options } = aDrive(createFakeExecutor({ backtest }));
    const full = new Error('ENOSPC');
    const recorder = {
      ...options.recorder,
      flush: () => {
        throw full;
      },
    };
    await expect(driveStage({ ...options, recorder })).rejects.toBe(full);
  });
});
