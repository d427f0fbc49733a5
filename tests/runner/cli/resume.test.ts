import { describe, expect, test } from 'vitest';
import { commandLine, done, runCommand, runnerOf } from './command-line.ts';

describe('leantune resume', () => {
  test('takes the newest unfinished run, and ends with 2 where there is none', async () => {
    using cli = commandLine();
    expect((await cli.run('resume')).code).toBe(2);
    const record = await cli.record({ ...done, state: 'stopped' });
    const asked: string[] = [];
    const resume = async (id: string) => {
      asked.push(id);
      return {
        kind: 'complete' as const,
        record: { ...record, state: 'complete' as const },
        message: 'Run resumes',
      };
    };
    const { code } = await runCommand({ ...cli.services, runner: runnerOf({ resume }) }, 'resume');
    expect([code, asked]).toEqual([0, [record.id]]);
  });
});
