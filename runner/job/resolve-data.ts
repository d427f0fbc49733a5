import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSystemFolder } from './contained-folder.ts';
import { quote } from './describe-value.ts';
import type { JobContext } from './job-context.ts';

/**
 * Data usually stands outside the project; nothing but LEAN's own file names is read from it. What is
 * wrong is reported.
 */
export function resolveData(
  data: string,
  { home, projectRoot, report }: JobContext,
): string | undefined {
  if (data === 'sample') return join(home, '.leantune', 'sample-data');
  if (data === 'prepared') return resolvePrepared(home, report);
  const folder = resolve(projectRoot, data);
  if (isSystemFolder(folder)) {
    report(['data'], 'a folder of market data', `${quote(data)}, which is the system's`);
    return;
  }
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  report(['data'], 'a folder, or "sample"', `no folder at ${quote(data)}`);
  return;
}

/** Where `leantune prepare` writes unless it is told otherwise. */
function resolvePrepared(home: string, report: JobContext['report']): string | undefined {
  const folder = join(home, 'data', 'prepared');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  const wanted = 'prepared bars: `leantune prepare FILES --symbol NAME`, or `--synthetic GER40`';
  report(['data'], wanted, `no folder at ${quote(folder)}`);
  return;
}
