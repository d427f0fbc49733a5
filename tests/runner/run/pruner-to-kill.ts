import { openCatalog } from '../../../runner/run/catalog.ts';
import { acquireLock } from '../../../runner/run/lock.ts';
import { createRunPruner } from '../../../runner/run/run-pruner.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';

// Removes all runs of the folder that is named, until it is killed.
const root = process.argv[2] as string;
const store = openRunStore(root);
await using _lock = await acquireLock(root);
const pruner = createRunPruner({
  store,
  catalog: await openCatalog(root),
  list: async () => {
    const { records, broken } = await store.list();
    return { runs: records, broken };
  },
  isLive: () => false,
  uses: async () => [],
});
await pruner.prune({ keep: 0, include: [] }, { via: 'http', address: null });
