import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { JobKit } from './job-kit.ts';
import type { JobCheckView, JobPlanView } from './job-views.ts';
import type { RunSummary } from './run-summary.ts';

/** A record's figures by which the time of a job like it is guessed. */
export type PastRun = Pick<
  RunSummary,
  'id' | 'strategy' | 'executor' | 'state' | 'evaluations' | 'seconds'
>;

/** What is wrong with a job's text or, where nothing is, what it would do. Nothing is written. */
export async function checkJob(
  kit: JobKit,
  { file, text }: { readonly file: string; readonly text: string },
  past: readonly PastRun[],
): Promise<JobCheckView> {
  try {
    const found = await kit.reader.read(text, file);
    if (found.kind === 'other')
      return { ...EMPTY, kind: 'other', message: `${found.what}, no job` };
    return { ...EMPTY, kind: 'job', plan: planOf(kit, found.job, past) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [message = ''] = error.message.split(':\n');
    return { ...EMPTY, message, problems: error.problems };
  }
}

/** The newest ones: strategies and machines change. */
const MOST_LOOKED_AT = 20;

const EMPTY: JobCheckView = { kind: 'faulty', message: null, problems: [], plan: null };

function planOf(kit: JobKit, job: Job, past: readonly PastRun[]): JobPlanView {
  const { backtest, executor } = job;
  const { size, evaluations, stages } = kit.plan(job);
  const searches = job.mode === 'shared' ? 1 : job.symbols.length;
  const like = longestLike(past, { strategy: backtest.strategy, executor: executor.name });
  const total = evaluations * searches;
  return {
    name: job.name,
    study: job.study,
    strategy: backtest.strategy,
    executor: executor.name,
    slots: job.slots,
    symbols: job.symbols,
    mode: job.mode,
    dates: backtest.dates,
    holdout: job.holdout,
    parameters: job.parameters.length,
    grid_size: size === null ? null : String(size),
    evaluations: finite(evaluations),
    searches,
    total: finite(total),
    seconds: job.budget.seconds ?? null,
    expected:
      like === undefined || !Number.isFinite(total)
        ? null
        : { seconds: (total * like.seconds) / like.evaluations, run: like.id },
    stages: stages.map(({ name, sampler, enabled, budget }) => {
      return { name, sampler, enabled, budget: finite(budget) };
    }),
    notes: job.notes ?? [],
  };
}

/** Of short runs most of the time is their start and their end. */
function longestLike(
  past: readonly PastRun[],
  { strategy, executor }: Pick<PastRun, 'strategy' | 'executor'>,
): PastRun | undefined {
  const alike = past.filter(
    (run) =>
      run.strategy === strategy &&
      run.executor === executor &&
      run.seconds > 0 &&
      run.evaluations > 0,
  );
  return alike
    .slice(0, MOST_LOOKED_AT)
    .reduce<PastRun | undefined>(
      (most, run) => (most === undefined || run.evaluations > most.evaluations ? run : most),
      undefined,
    );
}

function finite(count: number): number | null {
  return Number.isFinite(count) ? count : null;
}
