import { InputError } from '../domain/errors.ts';
import { backtestKeys, overlaid, readJob } from './job-source.ts';
import type { Services } from './services.ts';
import { type BacktestJob, type BacktestOptions, setOfRun } from './set-of-run.ts';

/** What a job must have and a single backtest does not use. */
const UNUSED = { parameters: [{ name: 'unused', type: 'boolean' }], stages: [{ sampler: 'grid' }] };

/** The job of a single backtest: from a run, from a file or from flags alone. */
export async function backtestJob(
  services: Services,
  file: string | undefined,
  options: BacktestOptions,
): Promise<BacktestJob> {
  const run = options.run ?? (isEvaluation(file) ? file : undefined);
  if (run !== undefined) return setOfRun(services, run, options);
  if (options.keep === true) {
    throw new InputError('Cannot keep the result', [
      { path: '--keep', wanted: 'an evaluation of a run, such as latest#137', found: 'none' },
    ]);
  }
  const keys = backtestKeys(options);
  const source = await overlaid(file, file === undefined ? { ...keys, ...UNUSED } : keys);
  return {
    job: await readJob(services.reader, source),
    params: { ...options.params, ...options.param },
  };
}

/** `latest#137`, which is no file that anyone would name so. */
function isEvaluation(text: string | undefined): boolean {
  return text !== undefined && /^[^/\\.]+#\d+$/.test(text);
}
