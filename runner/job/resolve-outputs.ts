import { join, resolve } from 'node:path';
import type { OutputSettings } from '../domain/job.ts';
import { isContainedFolder } from './contained-folder.ts';
import { quote } from './describe-value.ts';
import type { JobContext, ValidFields } from './job-context.ts';

type OutputsInput = NonNullable<ValidFields['outputs']>;

/** What is written of the results, and where; defaults stand where the job says nothing. */
export function resolveOutputs(
  { ranking_weights: weights, min_trades: minTrades, excel, folder }: OutputsInput,
  context: JobContext,
): OutputSettings {
  return {
    ...(weights !== undefined && { weights }),
    ...(minTrades !== undefined && { minTrades }),
    ...(excel !== undefined && { excel }),
    ...(folder !== undefined && { folder: resolveFolder(folder, context) }),
  };
}

/** Files that are there already may be replaced, so a job from anywhere may not choose freely. */
function resolveFolder(named: string, { trusted, projectRoot, home, roots, report }: JobContext) {
  const folder = resolve(projectRoot, named);
  const own = ['config', 'runs'].map((name) => join(home, name));
  const isOwn = own.some((one) => isContainedFolder(folder, [one]));
  if (trusted || (!isOwn && isContainedFolder(folder, roots))) return folder;
  const wanted =
    'a folder inside the project that is neither hidden nor in config or runs (LEANTUNE_ALLOWED_FOLDERS allows others)';
  report(['outputs', 'folder'], wanted, quote(named));
  return folder;
}
