import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DataListing } from '../../../runner/domain/data-listing.ts';

/** Lists a folder's data in a thread of its own: unzipping years of bars takes seconds of a core. */
export async function listDataApart(folder: string): Promise<DataListing> {
  const worker = new Worker(new URL('./list-data-worker.ts', import.meta.url), {
    workerData: folder,
  });
  try {
    const [listing] = (await once(worker, 'message')) as [DataListing];
    return listing;
  } finally {
    await worker.terminate();
  }
}
