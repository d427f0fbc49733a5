import { describe, expect, test } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import type { Job } from '../../../runner/domain/job.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createTestRunner } from '../../fixtures/test-runner.ts';

const job = aJob({ stages: [aStage('drawing', { samples: 10, batch: 5 })] });

/** Runs the job where the other engine earns `extra` more than the embedded one. */
async function runWith(folder: string, otherEngine: (job: Job) => Promise<Job | null>, extra = 0) {
  const messages: string[] = [];
  const runner = createTestRunner({
    store: openRunStore(folder),
    createExecutor: ({ slots, backtest: { engine } }) =>
      createFakeExecutor({
        slots,
        backtest: ({ fast }) => ({ net_pnl: Number(fast) + (engine === 'lean' ? extra : 0) }),
      }),
    identify: () => ({ strategy: 's', data: 'd', search: 'x' }),
    differences: () => [],
    otherEngine: (_record, own) => otherEngine(own),
  });
  await using _ = runner;
  const submission = await runner.submit(job, { file: 'a.json', text: '{}' });
  if (!('execution' in submission)) throw new Error(submission.message);
  const record = await submission.execution.start((event) => {
    if (event.type === 'log') messages.push(`${event.level}: ${event.message}`);
  });
  return { record, messages, verified: record.symbols[0]?.verified ?? [] };
}

const onLean = async (own: Job): Promise<Job> => ({
  ...own,
  executor: { name: 'process', options: {} },
  backtest: { ...own.backtest, engine: 'lean' },
});

describe('a run whose best can be backtested on another engine', () => {
  test('says that both agree', async () => {
    using folder = temporaryFolder();
    const { record, verified } = await runWith(folder.path, onLean);
    expect(record.state).toBe('complete');
    expect(verified).toMatchObject([
      { engine: 'embedded', kind: 'repeat', equal: true },
      { engine: 'lean', kind: 'other engine', executor: 'process', equal: true },
    ]);
  });

  test('shows a difference and ends all the same', async () => {
    using folder = temporaryFolder();
    const { record, verified, messages } = await runWith(folder.path, onLean, 3);
    expect(record.state).toBe('complete');
    expect(verified[1]).toMatchObject({ equal: false, differences: [{ metric: 'net_pnl' }] });
    expect(messages).toContainEqual(
      expect.stringMatching(/^warn: .*on LEAN \(process\) came out otherwise: net_pnl/),
    );
  });

  test('says why where the other engine cannot run it', async () => {
    using folder = temporaryFolder();
    const refuse = async () => {
      throw new InputError('Cannot run it', [{ path: 'strategy', wanted: 'C#', found: 'none' }]);
    };
    const { record, verified, messages } = await runWith(folder.path, refuse);
    expect(record.state).toBe('complete');
    expect(verified).toMatchObject([{ kind: 'repeat' }]);
    expect(messages.join('\n')).toContain('info: The best is not verified on LEAN: Cannot run it');
  });

  test('is left alone where none is set up', async () => {
    using folder = temporaryFolder();
    const { verified } = await runWith(folder.path, async () => null);
    expect(verified).toHaveLength(1);
  });
});
