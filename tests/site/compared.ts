import { isLoaded, type LoadedRun } from '../../site/data/compare-row.ts';
import { emptyRun, withRecord } from '../../site/data/compared-run.ts';
import { fixtureRun } from '../e2e/fixture-run.ts';
import type { FixtureRunOptions } from '../e2e/fixture-run-options.ts';

export const OPTIONS = {
  id: '20260101_000000',
  name: 'spy',
  state: 'complete',
  planned: 300,
  done: 300,
  seed: 1,
} as const;

/** A made-up run as the comparison has it when all of it is there. */
export function compared(
  options: Partial<FixtureRunOptions>,
  position = 0,
  symbol: string | null = null,
) {
  const run = fixtureRun({ ...OPTIONS, ...options });
  const news = { record: run.record(), job: run.job(), symbol };
  const loaded = withRecord(emptyRun(run.id, position), news);
  if (!isLoaded(loaded)) throw new Error('a run with a record is loaded');
  return { ...loaded, best: run.best('SPY') } satisfies LoadedRun;
}
