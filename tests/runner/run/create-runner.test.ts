import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Preparation } from '../../../runner/domain/executor.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aRunner, finish, job, source } from './a-runner.ts';

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
});
