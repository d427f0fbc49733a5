import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Executor } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { SymbolProgress } from '../domain/run-record.ts';
import type { Verification } from '../domain/verification.ts';
import { placeOf } from './place-of.ts';
import { addVerification, readVerifications } from './verifications.ts';
import { verifySet } from './verify-set.ts';

/** How the bests of a run are backtested on another engine. */
export interface OtherEngine {
  /** The run's job as that engine carries it out. */
  readonly job: Job;
  /** Makes an executor with a slot, not started. */
  readonly fresh: () => Promise<Executor>;
}

export interface VerifyBestsOptions {
  readonly runFolder: string;
  /** As it is carried out here: the run's own, or as another engine has it. */
  readonly job: Job;
  /** What found the bests. */
  readonly foundBy: 'embedded' | 'lean';
  readonly searches: readonly SymbolProgress[];
  /** Makes an executor with a slot, not started. */
  readonly fresh: () => Promise<Executor>;
  readonly signal: AbortSignal;
  /** Whether nothing new is to be begun. */
  readonly isStopped: () => boolean;
  readonly warn: (message: string) => void;
  /** Told what is known of a search's best. */
  readonly verified: (search: SymbolProgress, verifications: readonly Verification[]) => void;
}

/**
 * Backtests the best of each search once more in a process or container of its own, which has done
 * nothing before: what outlived a backtest cannot have made these results. What was verified in an
 * earlier session is taken as it is.
 */
export async function verifyBests(options: VerifyBestsOptions): Promise<void> {
  const { runFolder, job, searches, verified, signal } = options;
  await using fresh = lazyExecutor(options.fresh);
  for (const search of searches) {
    const { best, folder } = search;
    if (best === null || signal.aborted) continue;
    const own = join(runFolder, folder);
    const known = (await readVerifications(own)).filter(({ evaluation }) => evaluation === best.id);
    if (known.some(({ engine }) => engine === (job.backtest.engine ?? 'embedded'))) {
      verified(search, known);
      continue;
    }
    if (options.isStopped()) continue;
    const executor = await fresh.get();
    const again = await repeat(best, search, { ...options, executor });
    const all = await addVerification(own, again);
    verified(
      search,
      all.filter(({ evaluation }) => evaluation === best.id),
    );
    if (!again.equal) options.warn(warningOf(search, again));
  }
}

/** Whether a job's sets are found by a search, so that one of them wins. */
export function hasWinner({ stages }: Job): boolean {
  return stages.some(({ enabled, sampler }) => enabled && sampler.name !== 'list');
}

async function repeat(
  best: Evaluation,
  search: SymbolProgress,
  context: Pick<VerifyBestsOptions, 'job' | 'foundBy' | 'signal'> & { readonly executor: Executor },
): Promise<Verification> {
  const { job, foundBy, signal } = context;
  const { executor, setup } = placeOf(search, job, context.executor);
  // LEAN's strategies are compiled by it.
  if ((setup.engine ?? 'embedded') !== foundBy) await executor.prepare(setup);
  return await verifySet(best, { executor, setup, foundBy, name: job.executor.name, signal });
}

interface LazyExecutor extends AsyncDisposable {
  get(): Promise<Executor>;
}

/** Started when it is first needed: most resumes have nothing to verify. */
function lazyExecutor(make: () => Promise<Executor>): LazyExecutor {
  let executor: Executor | undefined;
  return {
    async get() {
      if (executor !== undefined) return executor;
      executor = await make();
      await executor.start();
      return executor;
    },
    async [Symbol.asyncDispose]() {
      await executor?.[Symbol.asyncDispose]();
    },
  };
}

function warningOf(
  { symbol, best }: SymbolProgress,
  { error, differences, kind, executor }: Verification,
): string {
  const shown = differences.slice(0, 3).map(({ metric, was, is }) => `${metric} ${is}, was ${was}`);
  const what = error === null ? `came out otherwise: ${shown.join('; ')}` : `failed: ${error}`;
  const where = kind === 'repeat' ? 'in a fresh process' : `on LEAN (${executor})`;
  return `${symbol}: evaluation ${best?.id} ${where} ${what}`;
}
