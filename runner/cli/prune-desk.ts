import { join } from 'node:path';
import { cutOff } from '../domain/cut-off.ts';
import type { RetentionPlan, RetentionRule } from '../domain/retention.ts';
import { stagingFolder } from '../promote/promotions-folder.ts';
import { runsInUse } from '../promote/runs-in-use.ts';
import { openCatalog } from '../run/catalog.ts';
import { droppedRuns } from '../run/dropped-runs.ts';
import { acquireLock, readLock } from '../run/lock.ts';
import { ownWho } from '../run/own-who.ts';
import { createRunPruner } from '../run/run-pruner.ts';
import { connectDaemon } from './daemon-client.ts';
import type { Services } from './services.ts';

/**
 * Plans which runs go, and removes them where that is wanted. A daemon that holds the runs folder is
 * asked to, else this process takes the folder's lock for as long as it takes.
 *
 * @throws LockedError where another process without an API holds the runs folder
 */
export async function pruneRuns(
  services: Services,
  rule: RetentionRule,
  carryOut: boolean,
): Promise<RetentionPlan> {
  const { store, home } = services;
  const url = (await readLock(store.root))?.url ?? null;
  if (url !== null) {
    const { request } = connectDaemon(url, await services.token());
    return await request(carryOut ? 'POST' : 'GET', `/api/prune?${queryOf(rule)}`);
  }
  await using _lock = await acquireLock(store.root);
  const pruner = createRunPruner({
    store,
    catalog: await openCatalog(store.root),
    async list() {
      const { records, broken } = await store.list();
      return { runs: records.map(cutOff), broken };
    },
    // Whoever is at a run holds the lock.
    isLive: () => false,
    uses: async (runs) => [
      ...(await runsInUse(store.root, stagingFolder(home))),
      ...(await droppedRuns(store, join(home, 'config'), runs)),
    ],
  });
  return carryOut ? await pruner.prune(rule, ownWho()) : await pruner.plan(rule);
}

function queryOf({ include, ...limits }: RetentionRule): string {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  if (include.length > 0) query.set('include', include.join(','));
  return query.toString();
}
