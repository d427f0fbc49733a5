import { cutOff } from '../domain/cut-off.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { readLock } from '../run/lock.ts';
import type { RunStore } from '../run/run-store.ts';

/**
 * Runs as they are: where nobody holds the runs folder, one that its record calls running was cut
 * off. While somebody holds it, its newest may be under way.
 */
export async function presentRuns(
  store: RunStore,
  records: readonly RunRecord[],
): Promise<readonly RunRecord[]> {
  return (await readLock(store.root)) === null ? records.map(cutOff) : records;
}
