import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { acquireLock } from '../../../runner/run/lock.ts';
import { commandLine, done, runCommand, runnerOf } from './command-line.ts';
import { progressOf } from './recorded-run.ts';

function executionOf(record: RunRecord) {
  return { record, start: async () => record, drain: () => {}, abort: () => {} };
}

describe('leantune optimize', () => {
  test.each([
    ['complete', 0],
    ['failed', 1],
    ['stopped', 130],
  ] as const)('of a run that ends %s ends with %d', async (state, expected) => {
    using cli = commandLine();
    const record = await cli.record({ ...done, state });
    const submission = {
      kind: 'new',
      record,
      message: 'Run is new',
      execution: executionOf(record),
    };
    const runner = runnerOf({ submit: async () => submission as never });
    await writeFile(join(cli.home, 'job.json'), '{"job":1}');
    const { code, out, err } = await runCommand(
      { ...cli.services, runner },
      'optimize',
      join(cli.home, 'job.json'),
      '--json',
    );
    expect(code).toBe(expected);
    expect(JSON.parse(out)).toMatchObject({
      message: 'Run is new',
      record: { id: record.id, state },
    });
    expect(err).toContain('679,140 sets');
  });

  test('of a complete run shows it and ends with 0', async () => {
    using cli = commandLine();
    const record = await cli.record(done);
    const submit = async () => ({ kind: 'complete' as const, record, message: 'Run is complete' });
    await writeFile(join(cli.home, 'job.json'), '{"job":1}');
    const { code, out } = await runCommand(
      { ...cli.services, runner: runnerOf({ submit }) },
      ...['optimize', join(cli.home, 'job.json')],
    );
    expect(code).toBe(0);
    expect(out).toContain('Run is complete');
    expect(out).toContain('Best of SPX');
  });

  test('ends with 1 where no backtest came through', async () => {
    using cli = commandLine();
    const counts = { ...progressOf().counts, evaluations: 5, failed: 5 };
    const record = await cli.record({
      state: 'complete',
      symbols: [progressOf({ counts })],
    });
    const submit = async () => ({ kind: 'complete' as const, record, message: 'Run is complete' });
    await writeFile(join(cli.home, 'job.json'), '{"job":1}');
    const { code } = await runCommand(
      { ...cli.services, runner: runnerOf({ submit }) },
      ...['optimize', join(cli.home, 'job.json')],
    );
    expect(code).toBe(1);
  });

  test('ends with 1 where another process holds the runs folder', async () => {
    using cli = commandLine();
    await writeFile(join(cli.home, 'job.json'), '{"job":1}');
    const lock = await acquireLock(join(cli.home, 'runs'));
    const { code, err } = await cli.run('optimize', join(cli.home, 'job.json'));
    await lock[Symbol.asyncDispose]();
    expect(code).toBe(1);
    expect(err).toContain('Cannot lock runs folder');
  });
});
