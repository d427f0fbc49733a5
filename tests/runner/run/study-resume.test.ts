import { appendFileSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import type { RunStore } from '../../../runner/run/run-store.ts';
import { aStage } from '../../fixtures/a-job.ts';
import { comparableLines } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { climb, draw, keys, source, study, studyRunner } from './study-runner.ts';

describe('Runner.submit() of a job that names a study', () => {
  test('a larger budget goes on in the same run, or in a new one where others went on from it', async () => {
    using folder = temporaryFolder();
    await using leantune = studyRunner(folder.path);
    const first = await leantune.run(study({ stages: [climb(20)] }));
    const larger = await leantune.run(study({ stages: [climb(30)] }));
    expect(larger.id).toBe(first.id);
    const other = await leantune.run(study({ stages: [draw(10)] }));
    expect(other.starts?.['SPY']?.first_id).toBe(31);
    const largest = study({ stages: [climb(45)] });
    const third = await leantune.run(largest);
    expect(third.message).toContain(`is new, since others went on from run ${first.id}, with`);
    // Of the 45 that the job may make, 30 are made.
    expect(third).toMatchObject({
      planned_evaluations: 15,
      symbols: [{ counts: { evaluations: 15 } }],
    });
    expect((await leantune.lines(third.id)).map(({ id }) => id)).toEqual(
      Array.from({ length: 15 }, (_, nth) => 41 + nth),
    );
    expect((await leantune.runner.submit(largest, source)).kind).toBe('complete');
    expect((await leantune.store.list()).records).toHaveLength(3);
    const [a, b, c] = await Promise.all([first, other, third].map(({ id }) => leantune.lines(id)));
    const good = [a, b, c].flatMap((lines = []) =>
      keys(lines.filter(({ status }) => status === 'complete')),
    );
    expect(new Set(good).size).toBe(good.length);
  });

  test('keeps numbers free for a run that may go on', async () => {
    using folder = temporaryFolder();
    const stop = new AbortController();
    await using leantune = studyRunner(folder.path, {
      onBacktest: () => stop.signal.throwIfAborted(),
    });
    const submission = await leantune.runner.submit(study({}), source);
    if (!('execution' in submission)) throw new Error(submission.message);
    submission.execution.drain('enough');
    await submission.execution.start(() => {});
    const second = await leantune.run(study({ seed: 9 }));
    expect(second.starts?.['SPY']?.first_id).toBe(31);
  });
});

describe('Runner.submit() with resume "unfinished"', () => {
  test('takes a run up that is not complete, and leaves a complete one', async () => {
    using folder = temporaryFolder();
    await using leantune = studyRunner(folder.path);
    const job = study({ resume: 'unfinished' });
    const cut = await leantune.runner.submit(job, source);
    if (!('execution' in cut)) throw new Error(cut.message);
    cut.execution.drain('enough');
    await cut.execution.start(() => {});
    expect((await leantune.run(job)).id).toBe(cut.record.id);
    expect((await leantune.run(job)).id).not.toBe(cut.record.id);
    expect((await leantune.store.list()).records).toHaveLength(2);
  });
});

/** The study's other runs change, and go; what can be made again is lost. */
async function harm(store: RunStore, own: string, crash: number): Promise<void> {
  const earlier = (await store.list()).records.at(-1)?.id ?? '';
  const lines = join(store.folder(earlier), 'SPY/evaluations.jsonl');
  if (crash === 3) appendFileSync(lines, '{}\n');
  if (crash === 9) rmSync(store.folder(earlier), { recursive: true, maxRetries: 5 });
  if (crash === 17) rmSync(join(store.folder(own), 'SPY/columns.bin'));
}

describe('a run that went on from its study', () => {
  test.each(['climbing', 'drawing', 'grid'])(
    'resumes as if unbroken, whatever becomes of the runs before it: %s',
    async (sampler) => {
      using unbroken = temporaryFolder();
      using broken = temporaryFolder();
      const stages = [
        aStage(sampler, sampler === 'grid' ? {} : { samples: 30, batch: 4 }),
        ...(sampler === 'grid' ? [] : [aStage('climbing', { samples: 15, batch: 3 }, 'refine')]),
      ];
      const first = study({ stages: [climb(40)] });
      const second = study({ stages, seed: 5 });
      let straight: RunRecord;
      {
        await using leantune = studyRunner(unbroken.path);
        await leantune.run(first);
        cpSync(unbroken.path, broken.path, { recursive: true });
        straight = await leantune.run(second);
      }
      let record: RunRecord | undefined;
      for (const crash of [3, 9, 17, 10_000]) {
        const seed = crash;
        let left = crash;
        let execution: { abort(reason: string): void } | undefined;
        await using leantune = studyRunner(broken.path, {
          seed,
          onBacktest: () => {
            if (--left <= 0) execution?.abort('crash');
          },
        });
        const submission = await leantune.runner.submit(second, source);
        if (!('execution' in submission)) throw new Error(submission.message);
        execution = submission.execution;
        record = await submission.execution.start(() => {});
        await harm(leantune.store, record.id, crash);
      }
      const folders = [
        join(unbroken.path, 'runs', straight.id),
        join(broken.path, 'runs', record?.id ?? ''),
      ] as const;
      expect(record?.state).toBe('complete');
      expect(comparableLines(folders[1])).toEqual(comparableLines(folders[0]));
      expect(record?.symbols[0]?.counts).toEqual(straight.symbols[0]?.counts);
    },
  );

  test('does not go on where it lost what it began with', async () => {
    using folder = temporaryFolder();
    await using leantune = studyRunner(folder.path);
    await leantune.run(study({}));
    const cut = await leantune.runner.submit(study({ seed: 8 }), source);
    if (!('execution' in cut)) throw new Error(cut.message);
    cut.execution.drain('enough');
    await cut.execution.start(() => {});
    writeFileSync(join(leantune.store.folder(cut.record.id), 'SPY/study.jsonl'), '{"torn');
    const record = await leantune.run(study({ seed: 8 }));
    expect(record).toMatchObject({ id: cut.record.id, state: 'failed' });
    expect(record.reason).toMatch(
      /wanted \d+ evaluations of the study in ".*study.jsonl", found 0/,
    );
  });
});

test('an asynchronous stage backtests none of the study again, and goes on after a crash', async () => {
  using folder = temporaryFolder();
  let left = 60;
  let execution: { abort(reason: string): void } | undefined;
  await using leantune = studyRunner(folder.path, {
    onBacktest: () => {
      if (--left <= 0) execution?.abort('crash');
    },
  });
  const first = await leantune.run(study({ stages: [climb(40)] }));
  const second = study({ stages: [{ ...climb(40), async: true }], seed: 3 });
  const cut = await leantune.runner.submit(second, source);
  if (!('execution' in cut)) throw new Error(cut.message);
  execution = cut.execution;
  expect((await cut.execution.start(() => {})).state).toBe('stopped');
  left = 10_000;
  const record = await leantune.run(second);
  expect(record).toMatchObject({ id: cut.record.id, state: 'complete' });
  const [before, after] = [await leantune.lines(first.id), await leantune.lines(record.id)];
  expect(after.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, nth) => 41 + nth));
  const good = keys(before.filter(({ status }) => status === 'complete'));
  expect(keys(after).filter((key) => good.includes(key))).toEqual([]);
  expect(new Set(keys(after)).size).toBe(40);
});
