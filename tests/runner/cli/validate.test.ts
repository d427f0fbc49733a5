import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

describe('leantune validate', () => {
  test('ends with 0 for jobs and other files, with 2 for a faulty one', async () => {
    using cli = commandLine();
    const files = { 'job.json': '{"job":1}', 'space.json': '{"space":1}', 'bad.json': '{}' };
    const paths = await Promise.all(
      Object.entries(files).map(async ([name, text]) => {
        await writeFile(join(cli.home, name), text);
        return join(cli.home, name);
      }),
    );
    const fine = await cli.run('validate', '--no-data', ...paths.slice(0, 2));
    expect(fine.code).toBe(0);
    expect(fine.out).toContain('job "quickstart": sma-cross on SPX');
    expect(fine.out).toContain('a parameter space, not a job');
    const faulty = await cli.run('validate', '--no-data', '--json', ...paths);
    expect(faulty.code).toBe(2);
    expect(JSON.parse(faulty.out).files[2].problems).toEqual([
      { path: 'stages[0].samples', wanted: 'a whole number above 0', found: '-3' },
    ]);
  });
});
