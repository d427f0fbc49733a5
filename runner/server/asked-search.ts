import type { RunRecord } from '../domain/run-record.ts';
import { findSymbol } from './run-finder.ts';
import type { SearchPlace } from './search-place.ts';
import type { RouteServices } from './services.ts';

/** The search that a request is about. */
export interface AskedSearch {
  readonly record: RunRecord;
  readonly place: SearchPlace;
  /** Changes when the search has made more evaluations, or its run has begun or ended. */
  readonly version: string;
}

/** @throws HTTPException 404 where there is no such run or it has no such symbol */
export async function askedSearch(
  { finder, store }: Pick<RouteServices, 'finder' | 'store'>,
  { run, symbol }: { readonly run: string; readonly symbol: string },
): Promise<AskedSearch> {
  const record = await finder.record(run);
  const { folder, counts } = findSymbol(record, symbol);
  return {
    record,
    place: { root: store.root, run: record.id, folder },
    version: `${counts.evaluations} ${record.state}`,
  };
}
