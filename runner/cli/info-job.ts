import { resolve } from 'node:path';
import type { Job } from '../domain/job.ts';
import type { JobInfo, MeasuredRate, SymbolInfo } from '../domain/job-info.ts';
import { createSpace, type Space } from '../domain/space.ts';
import { readJob, readJobFile } from './job-source.ts';
import { type DataFound, ensureDataOf, lookAtData } from './look-at-data.ts';
import { measureRate } from './measure-rate.ts';
import { pruningText } from './pruning-text.ts';
import type { Services } from './services.ts';

interface JobInfoOptions {
  /** How long to measure; 0 measures nothing. */
  readonly seconds: number;
  readonly pricePerHour: number | undefined;
}

/** @throws InputError where the file is no job */
export async function jobInfo(
  services: Services,
  file: string,
  options: JobInfoOptions,
): Promise<JobInfo> {
  const job = await readJob(services.reader, {
    file: resolve(file),
    text: await readJobFile(resolve(file)),
  });
  return inspectJob(services, job, options);
}

/** The same of a job that was read already. @throws InputError where it cannot be carried out */
export async function inspectJob(
  services: Pick<Services, 'createExecutor' | 'home' | 'ensureSampleData'>,
  job: Job,
  { seconds, pricePerHour }: JobInfoOptions,
): Promise<JobInfo> {
  const space = createSpace(job.parameters, job.rules);
  await ensureDataOf(job, services);
  await using executor = services.createExecutor(job, () => {});
  await executor.start();
  const all = await lookAtData(job, executor);
  const found = all.filter(({ row }) => row.part === 'search');
  const usable = found.find(({ preparation }) => preparation !== null);
  const measured =
    usable === undefined || seconds === 0
      ? null
      : await measureRate({
          executor,
          setup: { ...job.backtest, symbol: usable.row.symbol },
          space,
          sharing: usable.preparation?.sharing,
          seconds,
        });
  const expected = expectedSeconds(space, job, measured);
  return {
    name: job.name,
    strategy: job.backtest.strategy,
    slots: job.slots,
    pruning: pruningText(job),
    symbols: found.map((one) => symbolInfo(one, all)),
    preflight: all.map(({ row }) => row),
    grid_size: space.size === null ? null : String(space.size),
    evaluations: space.size === null ? null : String(space.size * BigInt(job.symbols.length)),
    measured,
    expected_seconds: expected,
    cost:
      pricePerHour === undefined || expected === null
        ? null
        : { price_per_hour: pricePerHour, total: (pricePerHour * expected) / 3600 },
  };
}

/** What the holdout lacks is told with the rest of its symbol. */
function symbolInfo({ row, preparation }: DataFound, all: readonly DataFound[]): SymbolInfo {
  const { symbol } = row;
  const parts = all.filter((other) => other.row.symbol === symbol);
  const problem = parts.find(({ message }) => message !== null)?.message ?? null;
  const warnings = parts.flatMap((part) => part.preparation?.warnings ?? []);
  const { bars = null, available = null } = preparation ?? {};
  return { symbol, bars, available, warnings: [...new Set(warnings)], problem };
}

function expectedSeconds(space: Space, job: Job, measured: MeasuredRate | null): number | null {
  if (measured === null || space.size === null) return null;
  return (Number(space.size) * job.symbols.length) / measured.perSecond;
}
