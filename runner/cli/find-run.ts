import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { countEvaluations } from '../run/count-evaluations.ts';
import type { RunStore } from '../run/run-store.ts';

export interface StoredRun {
  readonly record: RunRecord;
  readonly job: Job;
}

/**
 * The run that a user means by its id, by the beginning of its id, or by `latest`.
 * @throws InputError where none or several fit
 */
export async function findRun(store: RunStore, wanted: string): Promise<StoredRun> {
  const { records, broken } = await store.list();
  const fitting = wanted === 'latest' ? records.slice(0, 1) : matching(records, wanted);
  const [record] = fitting;
  if (record === undefined || fitting.length > 1) {
    const [damaged] = matching(broken, wanted);
    const none =
      damaged === undefined ? `none in ${store.root}` : `a broken one: ${damaged.reason}`;
    const found = fitting.length > 1 ? `${fitting.length} of them` : none;
    throw new InputError(`Cannot find run "${wanted}"`, [
      { path: '', wanted: 'the id of one run, its beginning, or latest', found },
    ]);
  }
  const found = await store.read(record.id);
  return { ...found, record: await counted(store, found.record) };
}

/**
 * A record is a second old at most, and where its process was killed it stays so: a search that seems
 * to have made nothing is counted on the disk.
 */
async function counted(store: RunStore, record: RunRecord): Promise<RunRecord> {
  const symbols = record.symbols.map(async (search): Promise<SymbolProgress> => {
    if (search.counts.evaluations > 0) return search;
    const evaluations = await countEvaluations(join(store.folder(record.id), search.folder));
    return evaluations === null ? search : { ...search, counts: { ...search.counts, evaluations } };
  });
  return { ...record, symbols: await Promise.all(symbols) };
}

function matching<Run extends { readonly id: string }>(
  runs: readonly Run[],
  wanted: string,
): readonly Run[] {
  return runs.filter(({ id }) => id.startsWith(wanted));
}
