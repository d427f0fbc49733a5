import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { Protection, RetentionPlan, RetentionRule } from '../domain/retention.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { Who } from '../domain/who.ts';
import type { Annotations } from './annotations.ts';
import { openAudit } from './audit.ts';
import type { Catalog } from './catalog.ts';
import { planRetention, type SizedRun } from './plan-retention.ts';
import type { BrokenRun, RunStore } from './run-store.ts';

/** Removes runs for good. Whoever has one holds the runs folder's lock. */
export interface RunPruner {
  /** @throws InputError where the rule has no limit */
  plan(rule: RetentionRule): Promise<RetentionPlan>;
  /** Plans anew and carries it out. @throws as plan() */
  prune(rule: RetentionRule, by: Who): Promise<RetentionPlan>;
}

export interface RunPrunerOptions {
  readonly store: RunStore;
  readonly catalog: Pick<Catalog, 'of' | 'refresh'>;
  /** All runs as they are now, newest first. */
  readonly list: () => Promise<{
    readonly runs: readonly RunRecord[];
    readonly broken: readonly BrokenRun[];
  }>;
  readonly isLive: (run: string) => boolean;
  /** Runs that something outside the runs folder is about, and what that is. */
  readonly uses: (runs: readonly RunRecord[]) => Promise<readonly RunUse[]>;
}

export interface RunUse {
  readonly run: string;
  readonly kind: Protection;
  readonly why: string;
}

/** In the trash that deleted studies are in; without a `trash.json` it is nothing to bring back. */
const TRASH = '.trash';
const PRUNED = 'pruned-';

export function createRunPruner(options: RunPrunerOptions): RunPruner {
  const { store, catalog, isLive } = options;
  const trash = join(store.root, TRASH);

  const plan = async (rule: RetentionRule): Promise<RetentionPlan> => {
    refuseEndless(rule);
    const { runs, broken } = await options.list();
    const uses = Map.groupBy(await options.uses(runs), ({ run }) => run);
    const busy = new Set(runs.filter(({ id }) => isLive(id)).map(({ study }) => study));
    busy.delete(null);
    const sized: SizedRun[] = [];
    for (const { id, name, study, state, updated_at, ...rest } of runs) {
      const own = ownProtections({ study, state, ...rest }, catalog.of(id));
      sized.push({
        ...{ id, name, study, state, updated_at },
        bytes: await bytesOf(store.folder(id)),
        live: isLive(id) || busy.has(study),
        protections: [...own, ...(uses.get(id) ?? [])],
      });
    }
    return { ...planRetention(sized, rule, Date.now()), broken: broken.map(({ id }) => id) };
  };

  return {
    plan,
    async prune(rule, by) {
      const planned = await plan(rule);
      const audit = openAudit(store.root);
      await mkdir(trash, { recursive: true });
      await sweep(trash);
      for (const { id, bytes, why } of planned.removed) {
        // Somebody may have resumed it since.
        if (isLive(id)) throw busyError(id);
        // Before it goes: a removal that nobody answers for is worse than one that was only begun.
        await audit.note({ action: 'remove', subject: id, by, bytes, why });
        // Gone from the list at one instant: what is killed after this leaves no half run.
        await rename(store.folder(id), join(trash, `${PRUNED}${id}`));
      }
      await catalog.refresh();
      await sweep(trash);
      return planned;
    },
  };
}

/** Those of an earlier prune that was killed, too. */
async function sweep(trash: string): Promise<void> {
  const names = (await readdir(trash)).filter((name) => name.startsWith(PRUNED));
  for (const name of names) await rm(join(trash, name), { recursive: true, force: true });
}

function ownProtections(
  { study, state }: Pick<RunRecord, 'study' | 'state'>,
  { tags, note, archived, promoted_at: promotedAt }: Annotations,
): SizedRun['protections'] {
  const all: readonly (readonly [boolean, Protection, string])[] = [
    [state !== 'complete', 'unfinished', `${state}: it can be resumed`],
    [promotedAt !== null, 'promoted', 'its best was promoted'],
    [tags.length > 0, 'noted', `tagged ${tags.join(', ')}`],
    [note !== '', 'noted', 'it has a note'],
    [archived, 'noted', 'archived'],
    [study !== null, 'study', `a run of study ${study}`],
  ];
  return all.filter(([holds]) => holds).map(([, kind, why]) => ({ kind, why }));
}

async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    // A run that is under way may replace its files meanwhile.
    const stats = await lstat(join(entry.parentPath, entry.name)).catch(() => null);
    bytes += stats?.size ?? 0;
  }
  return bytes;
}

function refuseEndless({ keep, older_than_days: days, max_bytes: most }: RetentionRule): void {
  if (keep !== undefined || days !== undefined || most !== undefined) return;
  const wanted = 'how many runs stay, from which age they go, or how much they may take';
  throw new InputError('Cannot prune', [{ path: '', wanted, found: 'none of them' }]);
}

function busyError(id: string): InputError {
  const found = 'it was resumed meanwhile; prune again';
  return new InputError('Cannot prune', [{ path: id, wanted: 'a run that nobody is at', found }]);
}
