import { openAudit } from '../run/audit.ts';
import { openCatalog } from '../run/catalog.ts';
import { acquireLock, readLock } from '../run/lock.ts';
import { ownWho } from '../run/own-who.ts';
import {
  createStudyKeeper,
  createStudyReader,
  type StudyKeeper,
  type StudyReader,
} from '../run/study-keeper.ts';
import { readStudyNotes } from '../run/study-notes.ts';
import { connectDaemon, type DaemonClient } from './daemon-client.ts';
import { presentRuns } from './present-runs.ts';
import type { Services } from './services.ts';

/** What the commands of studies have in common. */
export interface JsonFlag {
  readonly json?: true;
}

type Changes = Pick<StudyKeeper, 'annotate' | 'delete' | 'undelete' | 'emptyTrash'>;

/** Studies for reading: the files are enough, whoever is at the runs. */
export function studyReader({ store }: Services): StudyReader {
  return createStudyReader({
    store,
    runs: async () => presentRuns(store, (await store.list()).records),
    notes: () => readStudyNotes(store.root),
  });
}

/**
 * Changes studies. A daemon that holds the runs folder is asked to, else this process takes the
 * folder's lock for as long as it takes.
 */
export async function changeStudies<T>(
  services: Services,
  action: { readonly name: string; readonly subject: string },
  change: (studies: Changes) => Promise<T>,
): Promise<T> {
  const { store } = services;
  const url = (await readLock(store.root))?.url ?? null;
  if (url !== null) return await change(byDaemon(connectDaemon(url, await services.token())));
  await using _lock = await acquireLock(store.root);
  const keeper = createStudyKeeper({
    store,
    catalog: await openCatalog(store.root),
    runs: async () => presentRuns(store, (await store.list()).records),
    // Whoever is at a run holds the lock.
    isLive: () => false,
  });
  const changed = await change(keeper);
  await openAudit(store.root).note({ action: action.name, subject: action.subject, by: ownWho() });
  return changed;
}

function byDaemon({ request }: DaemonClient): Changes {
  const path = (name: string) => `/api/studies/${encodeURIComponent(name)}`;
  return {
    annotate: (name, change) => request('PATCH', path(name), change),
    delete: (name) => request('DELETE', path(name)),
    undelete: (name) => request('POST', `${path(name)}/undelete`),
    emptyTrash: async (days) => {
      const answer = await request<{ removed: Awaited<ReturnType<Changes['emptyTrash']>> }>(
        'POST',
        '/api/study-trash/empty',
        { days },
      );
      return answer.removed;
    },
  };
}
