import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../domain/job.ts';
import { parseDocument } from '../job/parse-document.ts';
import type { StoredRun } from './find-run.ts';
import { asSource, readJob } from './job-source.ts';
import type { Services } from './services.ts';

/**
 * The job of a run as another executor would carry it out: with the strategy that is named for its
 * engine, and its own limits. The run's own job where no other is asked for.
 * @throws InputError where the executor cannot run the strategy
 */
export async function otherExecutorJob(
  services: Pick<Services, 'reader' | 'store'>,
  { record, job }: StoredRun,
  executor: string | undefined,
): Promise<Job> {
  if (executor === undefined || executor === job.executor.name) return job;
  const { backtest, fitness, parameters, rules, symbols, mode } = job;
  const { dates, dataFolder, fixedParameters } = backtest;
  const source = asSource('verify.json', {
    name: record.name,
    executor,
    strategy: await strategyOf(services.store.folder(record.id), backtest.strategy),
    symbols,
    mode,
    security_type: backtest.securityType,
    market: backtest.market,
    resolution: backtest.resolution,
    normalization: backtest.normalization,
    benchmark: backtest.benchmark,
    cash: backtest.cash,
    data: dataFolder,
    fixed_parameters: fixedParameters,
    ...dates,
    parameters,
    rules,
    fitness: { name: fitness.name, ...fitness.options },
    stages: [{ sampler: 'random', samples: 1 }],
  });
  return await readJob(services.reader, source);
}

/** As the dropped file names it, since that may name one for each engine. */
async function strategyOf(runFolder: string, resolved: string): Promise<unknown> {
  const names = await readdir(runFolder).catch(() => []);
  const file = names.find((name) => /^job\.(jsonc?|ya?ml)$/.test(name));
  if (file === undefined) return resolved;
  const parsed = parseDocument(await readFile(join(runFolder, file), 'utf8'), file);
  const value: unknown = parsed.ok ? parsed.document.value : null;
  const { strategy } = (value ?? {}) as { readonly strategy?: unknown };
  return typeof strategy === 'object' && strategy !== null ? strategy : resolved;
}
