import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { mountSmallDisk, smallDiskProblem } from '../../fixtures/small-disk.ts';
import { createTestRunner } from '../../fixtures/test-runner.ts';

const problem = smallDiskProblem();
if (problem !== null) console.log(`Skipped: the guard of a nearly full disk (${problem})`);

const job = aJob({ stages: [aStage('drawing', { samples: 20, batch: 5 })] });
const DISK_KB = 16 * 1024;

function onDisk(folder: string, leastFreeMb: number) {
  const store = openRunStore(join(folder, 'runs'));
  const runner = createTestRunner({
    store,
    createExecutor: ({ slots }) => createFakeExecutor({ backtest: () => ({ net_pnl: 1 }), slots }),
    identify: () => ({ strategy: 's', data: 'd', search: 'x' }),
    differences: () => [],
    leastFreeMb,
  });
  return { store, runner };
}

async function begin(folder: string, leastFreeMb: number) {
  const { store, runner } = onDisk(folder, leastFreeMb);
  const submission = await runner.submit(job, { file: 'a-job.json', text: '{}' });
  if (!('execution' in submission)) throw new Error(submission.message);
  const { execution } = submission;
  const paused = Promise.withResolvers<string | null>();
  const events: RunEvent[] = [];
  const ended = execution.start((event) => {
    events.push(event);
    if (event.type === 'record' && event.record.state === 'paused') {
      paused.resolve(event.record.reason);
    }
  });
  return { store, runner, execution, paused: paused.promise, ended, events };
}

describe.skipIf(problem !== null)('guardSpace() on a nearly full disk', () => {
  test('pauses with a reason, and goes on by itself when there is room', async () => {
    using disk = mountSmallDisk(DISK_KB);
    const filler = join(disk.folder, 'filler');
    writeFileSync(filler, Buffer.alloc(10 * 1024 * 1024));
    const run = await begin(disk.folder, 8);
    await using _ = run.runner;
    expect(await run.paused).toMatch(/^the disk is nearly full: wanted 8 MB free, found [0-9]+$/);
    expect(await run.store.evaluations(run.execution.record.id, 'SPY')).toEqual([]);
    rmSync(filler);
    const record = await run.ended;
    expect(record).toMatchObject({ state: 'complete', reason: null });
    expect(record.symbols[0]?.counts.evaluations).toBe(20);
    const warnings = run.events.flatMap((event) =>
      event.type === 'log' && event.level === 'warn' ? [event.message] : [],
    );
    expect(warnings).toEqual([
      expect.stringContaining('Paused: the disk is nearly full'),
      'There is room on the disk again',
    ]);
  });

  test('a paused run can be stopped, and resumed to the same end', async () => {
    using disk = mountSmallDisk(DISK_KB);
    const filler = join(disk.folder, 'filler');
    writeFileSync(filler, Buffer.alloc(10 * 1024 * 1024));
    const run = await begin(disk.folder, 8);
    await using _ = run.runner;
    await run.paused;
    run.execution.drain('stopped by SIGINT');
    expect(await run.ended).toMatchObject({ state: 'stopped', reason: 'stopped by SIGINT' });
    rmSync(filler);
    const again = await begin(disk.folder, 8);
    await using _again = again.runner;
    expect(again.execution.record.id).toBe(run.execution.record.id);
    expect((await again.ended).symbols[0]?.counts.evaluations).toBe(20);
  });

  test('looks at nothing where it is told 0', async () => {
    using disk = mountSmallDisk(DISK_KB);
    writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(10 * 1024 * 1024));
    const run = await begin(disk.folder, 0);
    await using _ = run.runner;
    expect((await run.ended).state).toBe('complete');
  });
});
