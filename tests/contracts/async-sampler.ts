import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { createSpace, type Space } from '../../runner/domain/space.ts';
import { type RecordedAsk, recordedAsk } from '../../runner/pipeline/asked-batch.ts';
import type { DriveStageOptions } from '../../runner/pipeline/drive-options.ts';
import { type DrivenStage, driveStage } from '../../runner/pipeline/drive-stage.ts';
import { createEvaluationCache } from '../../runner/pipeline/evaluation-cache.ts';
import { planSearch } from '../../runner/pipeline/plan.ts';
import { createScorer } from '../../runner/pipeline/score.ts';
import { createSlotClock } from '../../runner/pipeline/slot-clock.ts';
import { samplers } from '../../runner/samplers/index.ts';
import { aJob } from '../fixtures/a-job.ts';
import { createFakeExecutor } from '../fixtures/fake-executor.ts';
import { testFitnesses } from '../fixtures/test-fitness.ts';
import { shortOptions } from './short-options.ts';

const parameters = [
  { name: 'fast', type: 'int', min: 2, max: 60 },
  { name: 'slow', type: 'int', min: 10, max: 200, step: 10 },
  { name: 'stop', type: 'float', min: 0.1, max: 2.5, step: 0.1 },
  { name: 'filter', type: 'boolean' },
  { name: 'length', type: 'int', min: 3, max: 30, when: 'filter' },
] as const;

const space = createSpace(parameters, ['fast < slow']);

/** Some fail, some are invalid, by the set alone. */
function backtest({ fast, slow, stop }: ParameterSet) {
  const value = Math.sin(Number(fast)) + Number(slow) / 50 - Number(stop);
  if (Math.floor(Math.abs(value) * 1e6) % 7 === 0) throw new Error('no luck');
  return { net_pnl: value, trade_count: Math.floor(Math.abs(value) * 1e5) % 9 === 0 ? 0 : 20 };
}

interface Session {
  readonly lines: Evaluation[];
  readonly asks: RecordedAsk[];
  driven: DrivenStage | undefined;
}

interface Run {
  readonly sampler: string;
  readonly budget: number;
  readonly seed: number;
  readonly slots?: number;
  /** Backtests after which the session is cut off. */
  readonly crashAfter?: number;
}

/** One session of an asynchronous stage, on what those before have left. */
async function session(
  past: Session,
  { sampler, budget, seed, slots = 4, crashAfter }: Run,
  given = shortOptions(sampler, space),
) {
  const options = samplers[sampler as keyof typeof samplers].options.parse(given);
  const stage = {
    name: 'only',
    enabled: true,
    sampler: { name: sampler, options: options as Record<string, unknown> },
    async: true,
  };
  const limits = { budget: { evaluations: budget } };
  const job = aJob({ parameters, rules: ['fast < slow'], stages: [stage], ...limits });
  const [planned] = planSearch(job, samplers).stages;
  const death = new AbortController();
  let left = crashAfter ?? Number.POSITIVE_INFINITY;
  const onBacktest = (): void => {
    if (--left <= 0) death.abort(new Error('crash'));
  };
  const executor = createFakeExecutor({ backtest, slots, chunk: 3, seed, onBacktest });
  const recorded = new Map(past.lines.map((line) => [line.id, line]));
  let requests = 0;
  const drive: DriveStageOptions = {
    stage: planned!,
    space,
    seed: 1,
    seeds: [],
    history: [],
    made: 0,
    asked: past.asks,
    budget,
    nextId: 1,
    cache: createEvaluationCache(),
    recorded,
    executor,
    setup: { ...job.backtest, symbol: 'SPY' },
    scorer: createScorer(job.fitness, [], { fitnesses: testFitnesses }),
    recorder: {
      evaluation: (evaluation) => past.lines.push(evaluation),
      duplicates: () => {},
      asked: (batch, when) => past.asks.push(recordedAsk(batch, when)),
      flush: () => {},
    },
    time: createSlotClock(executor).open(),
    requestId: () => ++requests,
    drain: death.signal,
    abort: death.signal,
  };
  past.driven = await driveStage(drive);
  return executor;
}

function empty(): Session {
  return { lines: [], asks: [], driven: undefined };
}

function expectSound({ lines, driven }: Session, inSpace: Space): void {
  const sets = lines.map(({ params }) => params);
  expect(sets.map((set) => inSpace.problem(set))).toEqual(sets.map(() => null));
  expect(new Set(sets.map((set) => inSpace.key(set))).size).toBe(sets.length);
  expect(lines.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(lines.map((_, n) => n + 1));
  expect(driven?.evaluations).toBe(lines.length);
}

/** What every registered sampler must do in an asynchronous stage; those that do not learn are asked ahead. */
export function testAsyncSamplers(): void {
  it('genetic in a steady state asks on while others are under way', async () => {
    const options = { ...shortOptions('genetic', space), steady_state: true };
    const run = empty();
    await session(run, { sampler: 'genetic', budget: 60, seed: 3, slots: 4 }, options);
    expectSound(run, space);
    const waits = samplers.genetic.waits?.(samplers.genetic.options.parse(options));
    expect([waits, samplers.genetic.waits?.(samplers.genetic.options.parse({}))]).toEqual([
      false,
      true,
    ]);
  });

  describe.each(Object.keys(samplers))('asynchronous sampler %s', (sampler) => {
    it('ends with its budget, no set twice, all within bounds, whatever ends first', async () => {
      for (const seed of [1, 2, 3]) {
        const run = empty();
        const executor = await session(run, { sampler, budget: 50, seed, slots: 1 + seed * 2 });
        expectSound(run, space);
        expect(run.driven?.ended === 'budget' ? run.lines.length : 50).toBe(50);
        expect(run.lines.length).toBeGreaterThan(20);
        expect(executor.mostAtOnce).toBeLessThanOrEqual(1 + seed * 2);
      }
    });

    it('goes on after crashes: nothing lost, nothing doubled', async () => {
      const { learns } = samplers[sampler as keyof typeof samplers];
      // Those that do not learn are resumed from their history, as without async.
      if (!learns) return;
      const run = empty();
      for (let crash = 0; crash < 8; crash++) {
        const before = structuredClone(run.lines);
        await session(run, { sampler, budget: 50, seed: crash, crashAfter: 1 + (crash % 5) });
        expect(run.lines.slice(0, before.length)).toEqual(before);
      }
      const asked = run.asks.flatMap(({ fresh }) => fresh.map(([id]) => id));
      await session(run, { sampler, budget: 50, seed: 9 });
      expectSound(run, space);
      expect(run.lines.length).toBeGreaterThan(20);
      // What was asked for before a crash is what was evaluated after it.
      const params = new Map(run.lines.map((line) => [line.id, line.params]));
      const recorded = run.asks.flatMap(({ fresh }) => fresh);
      expect(recorded.map(([id]) => params.get(id))).toEqual(recorded.map(([, set]) => set));
      expect(new Set(asked).size).toBe(asked.length);
    });
  });
}
