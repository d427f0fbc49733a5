import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Preparation } from '../../../runner/domain/executor.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { TIME_KINDS } from '../../../runner/domain/time-split.ts';
import { differences, identityOf } from '../../../runner/job/identity.ts';
import { createRunner } from '../../../runner/run/create-runner.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import type { Submission } from '../../../runner/run/runner.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutorOptions } from '../../fixtures/fake-executor.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { testFitnesses } from '../../fixtures/test-fitness.ts';
import { testSamplers } from '../../fixtures/test-samplers.ts';

const source = { file: 'a-job.json', text: '{"name":"a-job"}' };
const job = aJob({ stages: [aStage('drawing', { samples: 20, batch: 5 })] });
const holdout = { start: '2020-01-01', end: '2020-12-31' };
const backtest = ({ fast, slow }: ParameterSet) => ({ net_pnl: Number(fast) - Number(slow) });

function aRunner(root: string, executor: Partial<FakeExecutorOptions> = {}) {
  const store = openRunStore(join(root, 'runs'));
  const registries = { samplers: testSamplers, fitnesses: testFitnesses } as never as Parameters<
    typeof identityOf
  >[2];
  const runner = createRunner({
    store,
    samplers: testSamplers,
    fitnesses: testFitnesses,
    ensureData: async () => {},
    createExecutor: ({ slots }) => createFakeExecutor({ backtest, slots, ...executor }),
    identify: (checked, preparations) =>
      identityOf(checked, preparations, testSamplers as never as typeof registries),
    differences: (before, now) => differences(before.identity, now.identity),
    versions: { leantune: 'test' },
  });
  return { store, runner };
}

async function finish(submission: Submission, events: RunEvent[] = []) {
  if (!('execution' in submission)) throw new Error(`Cannot start: ${submission.message}`);
  return submission.execution.start((event) => events.push(event));
}

describe('Runner.submit()', () => {
  test('makes a run folder that is all one needs, and runs to completion', async () => {
    using folder = temporaryFolder();
    const { store, runner } = aRunner(folder.path);
    await using _ = runner;
    const submission = await runner.submit(job, source);
    expect(submission.kind).toBe('new');
    const events: RunEvent[] = [];
    const record = await finish(submission, events);
    expect(record).toMatchObject({ state: 'complete', planned_evaluations: 20, reason: null });
    expect(record.symbols[0]).toMatchObject({
      state: 'complete',
      counts: { evaluations: 20, complete: 20 },
    });
    expect(await store.list()).toMatchObject({
      records: [{ id: record.id, state: 'complete' }],
      broken: [],
    });
    expect((await store.read(record.id)).job).toEqual(job);
    expect(readFileSync(join(store.folder(record.id), 'job.json'), 'utf8')).toBe(source.text);
    expect(await store.evaluations(record.id, 'SPY')).toHaveLength(20);
    expect(await store.result(record.id, 'SPY', 'best')).toEqual({});
    expect(
      events.filter((event) => event.type === 'evaluations').flatMap((event) => event.evaluations),
    ).toHaveLength(20);
    expect(events.some((event) => event.type === 'best')).toBe(true);
  });

  test('the same job again is complete and nothing runs', async () => {
    using folder = temporaryFolder();
    const { runner, store } = aRunner(folder.path);
    await using _ = runner;
    const first = await finish(await runner.submit(job, source));
    const again = await runner.submit(
      { ...job, slots: 1, name: 'renamed', timeoutSeconds: 5 },
      source,
    );
    expect(again).toMatchObject({ kind: 'complete', record: { id: first.id } });
    expect((await store.list()).records).toHaveLength(1);
  });

  test('a larger budget goes on in the same folder', async () => {
    using folder = temporaryFolder();
    const { runner, store } = aRunner(folder.path);
    await using _ = runner;
    const first = await finish(await runner.submit(job, source));
    const larger = aJob({ stages: [aStage('drawing', { samples: 30, batch: 5 })] });
    const submission = await runner.submit(larger, source);
    expect(submission).toMatchObject({ kind: 'resume', record: { id: first.id } });
    expect(await finish(submission)).toMatchObject({ state: 'complete' });
    const lines = await store.evaluations(first.id, 'SPY');
    expect(lines.map((line) => line.id)).toEqual(
      Array.from({ length: 30 }, (_value, index) => index + 1),
    );
  });

  test('a budget of evaluations that grew goes on where it was cut', async () => {
    using one = temporaryFolder();
    using other = temporaryFolder();
    const stages = [
      aStage('drawing', { samples: 12, batch: 5 }),
      aStage('climbing', { samples: 20, batch: 4 }),
    ];
    const cut = aRunner(one.path);
    await using _cut = cut.runner;
    for (const evaluations of [7, 15, 23]) {
      const record = await finish(
        await cut.runner.submit(aJob({ stages, budget: { evaluations } }), source),
      );
      expect(record.symbols[0]?.counts.evaluations).toBe(evaluations);
    }
    const whole = await finish(await cut.runner.submit(aJob({ stages }), source));
    expect(whole.symbols[0]?.counts.evaluations).toBe(32);
    const straight = aRunner(other.path);
    await using _straight = straight.runner;
    const record = await finish(await straight.runner.submit(aJob({ stages }), source));
    const sets = async (store: typeof cut.store, id: string) =>
      (await store.evaluations(id, 'SPY')).slice(0, 12).map((line) => line.params);
    expect(await sets(cut.store, whole.id)).toEqual(await sets(straight.store, record.id));
  });

  test.each<[string, Partial<Job> | Partial<Preparation>, RegExp]>([
    ['strategy', { strategyHash: 'other' }, /strategy/],
    ['data', { dataHash: 'other' }, /data/],
    ['seed', { seed: 7 }, /search/],
  ])('a changed %s makes a new run that says so', async (_name, change, words) => {
    using folder = temporaryFolder();
    const before = aRunner(folder.path);
    await using _before = before.runner;
    const first = await finish(await before.runner.submit(job, source));
    const after = aRunner(folder.path, { prepare: () => change as Partial<Preparation> });
    await using _after = after.runner;
    const submission = await after.runner.submit(
      { ...job, ...('seed' in change && change) },
      source,
    );
    expect(submission.kind).toBe('new');
    expect(submission.message).toMatch(words);
    expect(submission.message).toContain(first.id);
  });

  test('a run that lost its job gets it back', async () => {
    using folder = temporaryFolder();
    const { runner, store } = aRunner(folder.path);
    await using _ = runner;
    const first = await finish(await runner.submit(job, source));
    rmSync(join(store.folder(first.id), 'job.resolved.json'));
    const again = await finish(await runner.submit(job, source));
    expect(again).toMatchObject({ id: first.id, state: 'complete' });
    expect((await store.read(first.id)).job).toEqual(job);
    expect(await store.evaluations(first.id, 'SPY')).toHaveLength(20);
    expect(await store.best(first.id, 'SPY')).toEqual(first.symbols[0]?.best);
  });

  test('resume: false makes a new run', async () => {
    using folder = temporaryFolder();
    const { runner } = aRunner(folder.path);
    await using _ = runner;
    const first = await finish(await runner.submit(job, source));
    const second = await runner.submit({ ...job, resume: false }, source);
    expect(second.kind).toBe('new');
    expect(second.record.id > first.id).toBe(true);
  });

  test('a run that is under way is said to be', async () => {
    using folder = temporaryFolder();
    const { runner } = aRunner(folder.path);
    await using _ = runner;
    const first = await runner.submit(job, source);
    const running = finish(first);
    expect(await runner.submit(job, source)).toMatchObject({
      kind: 'running',
      record: { id: first.record.id },
    });
    await running;
  });

  test('a drained run is stopped with its reason and resumes', async () => {
    using folder = temporaryFolder();
    const { runner } = aRunner(folder.path);
    await using _ = runner;
    const submission = await runner.submit(job, source);
    if (!('execution' in submission)) throw new Error('wanted an execution');
    const running = submission.execution.start((event) => {
      if (event.type === 'evaluations') submission.execution.drain('the user said so');
    });
    const stopped = await running;
    expect(stopped).toMatchObject({ state: 'stopped', reason: 'the user said so' });
    expect(stopped.symbols[0]?.counts.evaluations).toBeLessThan(20);
    const resumed = await runner.resume(stopped.id);
    expect(resumed.kind).toBe('resume');
    const record = await finish(resumed);
    expect(record).toMatchObject({ state: 'complete', reason: null });
    expect(record.symbols[0]?.counts.evaluations).toBe(20);
    expect(record.time).toEqual(record.symbols[0]?.time);
    for (const kind of TIME_KINDS) {
      expect(record.time?.[kind]).toBeGreaterThanOrEqual(stopped.time?.[kind] ?? Number.NaN);
    }
  });

  test('an executor that breaks down fails the run, which resumes', async () => {
    using folder = temporaryFolder();
    const broken = aRunner(folder.path, {
      onBacktest: () => {
        throw new Error('the daemon of the containers is gone');
      },
    });
    await using _broken = broken.runner;
    const failed = await finish(await broken.runner.submit(job, source));
    expect(failed).toMatchObject({
      state: 'failed',
      reason: 'the daemon of the containers is gone',
    });
    const sound = aRunner(folder.path);
    await using _sound = sound.runner;
    const submission = await sound.runner.submit(job, source);
    expect(submission).toMatchObject({ kind: 'resume', record: { id: failed.id } });
    expect(await finish(submission)).toMatchObject({ state: 'complete' });
  });

  test('a used-up time budget completes the run; a larger one goes on', async () => {
    using folder = temporaryFolder();
    let turns = 0;
    // The third backtest takes longer than the budget, on the quickest machine.
    const onBacktest = () => {
      if (++turns === 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    };
    const { runner } = aRunner(folder.path, { slots: 1, chunk: 1, onBacktest });
    await using _ = runner;
    const stages = [aStage('drawing', { samples: 4_000, batch: 5 })];
    const short = await finish(
      await runner.submit(aJob({ stages, budget: { seconds: 0.05 } }), source),
    );
    expect(short).toMatchObject({ state: 'complete', reason: 'the time budget is used up' });
    expect(await runner.submit(aJob({ stages, budget: { seconds: 0.05 } }), source)).toMatchObject({
      kind: 'complete',
    });
    expect(await runner.submit(aJob({ stages, budget: { seconds: 60 } }), source)).toMatchObject({
      kind: 'resume',
      record: { id: short.id },
    });
  });
});

describe('RunExecution.abort()', () => {
  test('while the best is backtested again stops the run and does not fail it', async () => {
    using folder = temporaryFolder();
    let abort = (): void => {};
    const { runner } = aRunner(folder.path, {
      onBacktest: ({ detail }) => {
        if (detail === 'full') abort();
      },
    });
    await using _ = runner;
    const submission = await runner.submit(aJob({ ...job, holdout }), source);
    if (!('execution' in submission)) throw new Error('wanted an execution');
    const { execution } = submission;
    abort = () => execution.abort('the user said so');
    const record = await execution.start(() => {});
    expect(record).toMatchObject({ state: 'stopped', reason: 'the user said so' });
    abort = () => {};
    const resumed = await finish(await runner.resume(record.id));
    expect(resumed).toMatchObject({ state: 'complete', symbols: [{ holdout: { is_oos: true } }] });
  });
});

describe('RunExecution.drain()', () => {
  test('while only the best is left to repeat leaves a run complete, for no reason', async () => {
    using folder = temporaryFolder();
    const onBacktest = vi.fn();
    const { runner } = aRunner(folder.path, { onBacktest });
    await using _ = runner;
    const submission = await runner.submit(job, source);
    if (!('execution' in submission)) throw new Error('wanted an execution');
    const { execution } = submission;
    const drained = vi.fn(() => execution.drain('the daemon was stopped'));
    onBacktest.mockImplementation(() => {
      if (execution.record.symbols[0]?.state === 'complete') drained();
    });
    expect(await execution.start(() => {})).toMatchObject({ state: 'complete', reason: null });
    expect(drained).toHaveBeenCalled();
  });
});

describe('RunExecution.start()', () => {
  test('judges the best on the holdout where the time budget ended the search', async () => {
    using folder = temporaryFolder();
    const seconds = 3;
    let turns = 0;
    // The time is used up in the third backtest, however long the run took to come so far.
    const onBacktest = () => {
      if (++turns === 3)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1e3);
    };
    const { runner } = aRunner(folder.path, { slots: 1, chunk: 1, onBacktest });
    await using _ = runner;
    const stages = [aStage('drawing', { samples: 4_000, batch: 5 })];
    const timed = aJob({ stages, holdout, budget: { seconds } });
    const record = await finish(await runner.submit(timed, source));
    expect(record).toMatchObject({
      reason: 'the time budget is used up',
      symbols: [{ holdout: { is_oos: true, window: holdout } }],
    });
  });

  test('waits for the other symbols where one has failed', async () => {
    using folder = temporaryFolder();
    let turns = 0;
    const { runner } = aRunner(folder.path, {
      onBacktest: ({ setup, detail }) => {
        if (setup.symbol === 'SPY' && detail === 'metrics' && ++turns === 5)
          throw new Error('one symbol is lost');
      },
    });
    await using _ = runner;
    const events: RunEvent[] = [];
    const two = aJob({ ...job, symbols: ['SPY', 'AAPL'] });
    const record = await finish(await runner.submit(two, source), events);
    expect(record).toMatchObject({ state: 'failed', reason: 'one symbol is lost' });
    expect(record.symbols[1]?.state).not.toBe('running');
    // What is planned is that of both.
    expect(record.planned_evaluations).toBe(2 * 20);
  });

  test('a run that cannot even open its log is not taken for one that is under way', async () => {
    using folder = temporaryFolder();
    const { runner, store } = aRunner(folder.path);
    await using _ = runner;
    const submission = await runner.submit(job, source);
    rmSync(store.folder(submission.record.id), { recursive: true, maxRetries: 5 });
    await expect(finish(submission)).rejects.toThrow('ENOENT');
    expect(await runner.submit(job, source)).toMatchObject({ kind: 'new' });
  });
});

describe('RunStore.list()', () => {
  test.each(['{"v":1,', '{"v":1}', 'null', '{"v":2}'])(
    'names broken folders beside the good ones: %s',
    async (found) => {
      using folder = temporaryFolder();
      const { runner, store } = aRunner(folder.path);
      await using _ = runner;
      const good = await finish(await runner.submit(job, source));
      const bad = await runner.submit({ ...job, seed: 8 }, source);
      writeFileSync(join(store.folder(bad.record.id), 'run.json'), found);
      expect(await store.list()).toMatchObject({
        records: [{ id: good.id }],
        broken: [{ id: bad.record.id }],
      });
    },
  );

  test.each(['../etc', '20261121_10153', '', '20261121_101530/..'])(
    'folder(%j) is refused',
    (id) => {
      expect(() => openRunStore('runs').folder(id)).toThrow(RangeError);
    },
  );
});
