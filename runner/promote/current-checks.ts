import type { RunStore } from '../run/run-store.ts';
import type { Candidate, CheckResult } from './candidate.ts';
import { checkSet } from './checks.ts';
import { stagedSet } from './staged-set.ts';

/** A candidate's checks as they are now; those that it was staged with where its run is gone. */
export async function currentChecks(
  store: RunStore,
  { run, symbol, evaluation, checks }: Candidate,
): Promise<readonly CheckResult[]> {
  const stored = await store.read(run).catch(() => null);
  if (stored === null) {
    const found = `run ${run} is gone; these are its checks of when it was staged`;
    return [...checks, { name: 'run', state: 'warn', found }];
  }
  return checkSet(await stagedSet(store, stored, { symbol, evaluation }));
}
