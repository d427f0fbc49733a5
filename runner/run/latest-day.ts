import { InputError } from '../domain/errors.ts';
import type { DateRange } from '../domain/evaluation.ts';
import type { Executor } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';

/**
 * A job whose ranges end on the last day that all its symbols have data of, where it asks for the
 * latest. What is not known stays the day before the job was read.
 * @throws InputError where there is no data from the start of a range on
 */
export async function untilLatestDay(executor: Executor, job: Job): Promise<Job> {
  const { latest, ...rest } = job;
  if (latest === undefined) return job;
  const { backtest, holdout } = job;
  const reaches = [backtest.dates, ...(holdout === null ? [] : [holdout])].find(
    ({ end }) => end === latest,
  );
  if (reaches === undefined) return rest;
  let last = latest;
  for (const symbol of job.symbols) {
    const { available } = await executor.prepare({ ...backtest, symbol, dates: reaches });
    if (available !== null && available.end < last) last = available.end;
  }
  const cut = (range: DateRange): DateRange => {
    if (range.end !== latest) return range;
    if (range.start < last) return { ...range, end: last };
    throw new InputError('Cannot end on the latest day', [
      { path: 'end', wanted: `data from ${range.start} on`, found: `none after ${last}` },
    ]);
  };
  return {
    ...rest,
    backtest: { ...backtest, dates: cut(backtest.dates) },
    holdout: holdout === null ? null : cut(holdout),
  };
}
