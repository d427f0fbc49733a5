import { rmSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { TIME_KINDS } from '../../../runner/domain/time-split.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aRunner, finish, job, source } from './a-runner.ts';

const holdout = { start: '2020-01-01', end: '2020-12-31' };

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
