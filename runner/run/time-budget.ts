import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';

/** Why a run ended that had no time left. */
export const TIME_IS_UP = 'the time budget is used up';

/** Ends the run when its wall time, all earlier sessions included, is used up. */
export function timeBudget(
  job: Job,
  record: RunRecord,
  stop: (reason: string) => void,
): NodeJS.Timeout | undefined {
  if (job.budget.seconds === undefined) return undefined;
  const left = Math.max(0, job.budget.seconds - record.seconds) * 1000;
  // Node's timers hold 2^31 ms; a longer budget is no budget to one session.
  return left < 2 ** 31 ? setTimeout(() => stop(TIME_IS_UP), left) : undefined;
}
