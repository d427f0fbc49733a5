import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InputError, Problem } from '../../../runner/domain/errors.ts';
import type { Job } from '../../../runner/domain/job.ts';
import { createJobReader } from '../../../runner/job/job-reader.ts';
import { registries } from './registries.ts';

/** A project in a temporary folder, with a reader for its jobs. */
export function createProject(env: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'leantune-job-'));
  const reader = createJobReader({ ...registries, projectRoot: root, env });
  const asText = (value: unknown) =>
    typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return {
    root,
    reader,
    write(path: string, value: unknown): string {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, asText(value));
      return file;
    },
    async job(value: unknown, file = 'job.json'): Promise<Job> {
      const reading = await reader.read(asText(value), file);
      if (reading.kind === 'other') throw new Error(`no job but ${reading.what}`);
      return reading.job;
    },
    async problems(value: unknown, file = 'job.json'): Promise<readonly Problem[]> {
      return reader.read(asText(value), file).then(
        () => [],
        (error: InputError) => {
          if (error.name !== 'InputError') throw error;
          return error.problems;
        },
      );
    },
    [Symbol.dispose]() {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The least that a job states. */
export const minimal = {
  strategy: 'sma-cross',
  symbol: 'SPX',
  start: '2000-01-03',
  end: '2020-04-17',
  parameters: [
    { name: 'fast', type: 'int', min: 2, max: 60 },
    { name: 'slow', type: 'int', min: 20, max: 300, step: 4 },
  ],
};
