import type { Job } from '../domain/job.ts';
import { openSearchCursor, type SearchCursor } from '../report/search-cursor.ts';
import { openRunStore } from '../run/run-store.ts';

/** One search of one run. */
export interface SearchPlace {
  readonly root: string;
  readonly run: string;
  readonly folder: string;
}

export async function jobAt({ root, run }: SearchPlace): Promise<Job> {
  return (await openRunStore(root).read(run)).job;
}

/** @param metrics what the cursor's rows are read for */
export async function openSearch(
  place: SearchPlace,
  metrics: readonly string[],
): Promise<SearchCursor> {
  const { root, run, folder } = place;
  const job = await jobAt(place);
  return await openSearchCursor({ store: openRunStore(root), run, folder, job, metrics });
}
