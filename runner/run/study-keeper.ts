import { InputError } from '../domain/errors.ts';
import { nearestName } from '../domain/nearest-name.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { DeletedStudy, Study, StudyNotes, StudySummary } from '../domain/study.ts';
import type { Catalog } from './catalog.ts';
import type { RunStore } from './run-store.ts';
import { NO_NOTES } from './study-notes.ts';
import { openStudyTrash, type StudyTrash, type Trashed } from './study-trash.ts';
import { studyOf, studySummary } from './study-view.ts';

/** Names are titles where a study was given one, else what jobs call it. */
export interface StudyReader {
  /** Those that were worked on last come first. */
  list(): Promise<readonly StudySummary[]>;
  /** @throws InputError where there is none of that name */
  show(name: string): Promise<Study>;
  /** Its runs, oldest first. @throws InputError where there is none of that name */
  records(name: string): Promise<readonly RunRecord[]>;
  /** Newest first. */
  deleted(): Promise<readonly DeletedStudy[]>;
}

/** Changes studies. Whoever has one holds the runs folder's lock. */
export interface StudyKeeper extends StudyReader {
  /** @throws InputError where there is none of that name, or the new title is another's name */
  annotate(name: string, change: Partial<StudyNotes>): Promise<StudySummary>;
  /**
   * Moves its runs to the trash.
   * @throws InputError where there is none of that name, or one of its runs is under way
   */
  delete(name: string): Promise<DeletedStudy>;
  /** Puts the last deleted one of that name back. @throws InputError where there is none */
  undelete(name: string): Promise<DeletedStudy>;
  /** Removes for good what was deleted so many days ago or earlier. */
  emptyTrash(days: number): Promise<readonly DeletedStudy[]>;
}

export interface StudyReaderOptions {
  readonly store: RunStore;
  /** All runs as they are now. */
  readonly runs: () => Promise<readonly RunRecord[]>;
  readonly notes: () => Promise<ReadonlyMap<string, StudyNotes>>;
}

export interface StudyKeeperOptions extends Omit<StudyReaderOptions, 'notes'> {
  readonly catalog: Catalog;
  /** Whether a run waits or is under way. */
  readonly isLive: (run: string) => boolean;
}

/** There is no such study. */
export class UnknownStudyError extends InputError {}

/** A run of the study is under way. */
export class BusyStudyError extends InputError {}

const DAY_MS = 86_400_000;

export function createStudyReader(options: StudyReaderOptions): StudyReader {
  const { store } = options;
  const all = async (): Promise<readonly Found[]> => {
    const [records, notes] = await Promise.all([options.runs(), options.notes()]);
    const named = records.filter(({ study }) => study !== null);
    const groups = Map.groupBy(named, ({ study }) => study ?? '');
    return [...groups].map(([name, runs]) => {
      const runsOldestFirst = runs.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const summary = studySummary(name, runs, notes.get(name) ?? NO_NOTES);
      return { summary, records: runsOldestFirst };
    });
  };
  const find = async (name: string): Promise<Found> => findIn(await all(), name);
  return {
    async list() {
      const found = (await all()).map(({ summary }) => summary);
      return found.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
    },
    async show(name) {
      const { summary, records } = await find(name);
      return await studyOf(store, summary, records);
    },
    records: async (name) => (await find(name)).records,
    async deleted() {
      return (await openStudyTrash(store.root).list()).filter(isStudy);
    },
  };
}

interface Found {
  readonly summary: StudySummary;
  readonly records: readonly RunRecord[];
}

/** A title goes before a name that jobs use: it is the newer one. */
function findIn(studies: readonly Found[], wanted: string): Found {
  const found =
    studies.find(({ summary }) => summary.title === wanted) ??
    studies.find(({ summary }) => summary.name === wanted);
  if (found !== undefined) return found;
  const names = studies.map(({ summary: { title, name } }) => title ?? name);
  const near = nearestName(wanted, names);
  const list = names.length === 0 ? 'no studies at all' : names.join(', ');
  throw new UnknownStudyError(`Cannot find study "${wanted}"`, [
    { path: '', wanted: 'the name of a study', found: near === undefined ? list : `${near}?` },
  ]);
}

export function createStudyKeeper(options: StudyKeeperOptions): StudyKeeper {
  const { store, catalog } = options;
  const reader = createStudyReader({ ...options, notes: async () => catalog.studies.all() });
  const trash = openStudyTrash(store.root);
  const named = async (name: string): Promise<StudySummary> => {
    const { history: _, courses: __, ...summary } = await reader.show(name);
    return summary;
  };
  return {
    ...reader,
    async annotate(name, change) {
      const { name: own } = await named(name);
      const { title } = change;
      if (title !== undefined && title !== null) refuseTaken(await reader.list(), own, title);
      await catalog.studies.annotate(own, title === own ? { ...change, title: null } : change);
      return await named(own);
    },
    async delete(name) {
      const summary = await named(name);
      const records = await reader.records(summary.name);
      const live = records.filter(({ id }) => options.isLive(id));
      if (live.length > 0) {
        const found = `run ${live.map(({ id }) => id).join(', ')} under way`;
        throw new BusyStudyError(`Cannot delete study "${name}"`, [
          { path: '', wanted: 'a study of which no run is under way', found },
        ]);
      }
      const notes = catalog.studies.all().get(summary.name) ?? null;
      const runs = records.map(({ id }) => id);
      const { title } = summary;
      const trashed = await trash.put({ name: summary.name, title, runs, notes });
      await catalog.studies.remove(summary.name);
      await catalog.refresh();
      return view(trashed);
    },
    async undelete(name) {
      const trashed = await findTrashed(trash, name);
      await trash.restore(trashed);
      if (trashed.notes !== null) await catalog.studies.annotate(trashed.name, trashed.notes);
      await catalog.refresh();
      return view(trashed);
    },
    async emptyTrash(days) {
      const before = Date.now() - days * DAY_MS;
      const old = (await trash.list()).filter(({ deleted_at: at }) => Date.parse(at) <= before);
      for (const one of old) await trash.remove(one);
      await catalog.refresh();
      return old.map(view);
    },
  };
}

/** Runs that were deleted by themselves lie there, too. */
function isStudy({ kind }: Trashed): boolean {
  return kind === undefined;
}

async function findTrashed(trash: StudyTrash, wanted: string): Promise<Trashed> {
  const all = (await trash.list()).filter(isStudy);
  const found = all.find(({ id, name, title }) => [id, name, title].includes(wanted));
  if (found !== undefined) return found;
  const names = all.map(({ name, title }) => title ?? name).join(', ');
  throw new UnknownStudyError(`Cannot restore study "${wanted}"`, [
    { path: '', wanted: 'a study that was deleted', found: names || 'an empty trash' },
  ]);
}

function refuseTaken(studies: readonly StudySummary[], own: string, title: string): void {
  const taken = studies.some(
    (study) => study.name !== own && (study.name === title || study.title === title),
  );
  if (!taken) return;
  throw new InputError(`Cannot name study "${own}"`, [
    { path: 'title', wanted: 'a name that no other study has', found: `"${title}"` },
  ]);
}

function view({ id, name, title, deleted_at, runs }: Trashed): DeletedStudy {
  return { id, name, title, deleted_at, runs };
}
