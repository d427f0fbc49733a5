import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Adapter, Low } from 'lowdb';
import type { StudyNotes } from '../domain/study.ts';
import {
  type Annotations,
  isAnnotations,
  isObject,
  NO_ANNOTATIONS,
  parseJson,
  readAnnotations,
  readText,
  writeAnnotations,
} from './annotations.ts';
import { sweepLeftBehind, writeFileAtomic } from './atomic-write.ts';
import { NO_NOTES, readStudyNotes, removeStudyNotes, writeStudyNotes } from './study-notes.ts';

/** What people add to studies, by the names that jobs use; its own copies lie in `.studies`. */
export interface CatalogOfStudies {
  all(): ReadonlyMap<string, StudyNotes>;
  annotate(name: string, change: Partial<StudyNotes>): Promise<StudyNotes>;
  remove(name: string): Promise<void>;
}

/** `runs/catalog.json`: an index, so that a list of runs need not open every folder. */
export interface Catalog {
  /** Name of the damaged index that was set aside when this one was opened; null where none was. */
  readonly setAside: string | null;
  /** Annotations of a run; empty ones where nobody added any. */
  of(runId: string): Annotations;
  all(): Readonly<Record<string, Annotations>>;
  /** @throws where the run's folder is missing or cannot be written; nothing has changed then */
  annotate(runId: string, change: Partial<Annotations>): Promise<Annotations>;
  readonly studies: CatalogOfStudies;
  /** Tells of every change that was made through this catalog; returns what ends it. */
  subscribe(listener: (changed: CatalogChange) => void): () => void;
  /** Looks which run folders there are, after some were moved, and tells of it. */
  refresh(): Promise<void>;
}

/** Whose annotations or notes changed; `moved`: run folders went to the trash or came from it. */
export type CatalogChange =
  | { readonly run: string }
  | { readonly study: string }
  | { readonly moved: true };

interface CatalogFile {
  readonly v: 1;
  readonly runs: Record<string, Annotations>;
  /** Absent in files of older versions. */
  studies?: Record<string, StudyNotes>;
}

/**
 * Opens the index of a runs folder. Only the holder of the folder's lock may do so, since lowdb
 * knows of no other writer. What is missing or damaged is read anew from the run folders, and
 * entries without a folder are dropped.
 */
export async function openCatalog(runsFolder: string): Promise<Catalog> {
  await mkdir(runsFolder, { recursive: true });
  await sweepLeftBehind(runsFolder);
  const adapter = new CatalogAdapter(join(runsFolder, 'catalog.json'));
  const low = await openIndex(adapter, runsFolder);

  const of = (runId: string): Annotations =>
    (Object.hasOwn(low.data.runs, runId) ? low.data.runs[runId] : undefined) ?? NO_ANNOTATIONS;
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(changed: CatalogChange) => void>();
  const tell = (changed: CatalogChange): void => {
    for (const listener of listeners) listener(changed);
  };

  const annotate = async (runId: string, change: Partial<Annotations>): Promise<Annotations> => {
    const annotations = { ...of(runId), ...change };
    // The run's own copy first: the index can be made again from it, not the other way round.
    await writeAnnotations(join(runsFolder, runId), annotations);
    await low.update(({ runs }) => {
      runs[runId] = annotations;
    });
    tell({ run: runId });
    return annotations;
  };

  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    // One at a time, so that two changes of one thing cannot undo each other.
    const done = last.then(change);
    last = done.catch(() => {});
    return done;
  };
  const studies = (): Map<string, StudyNotes> => new Map(Object.entries(low.data.studies ?? {}));

  return {
    setAside: adapter.setAside,
    of,
    all: () => low.data.runs,
    annotate: (runId, change) => inTurn(() => annotate(runId, change)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () =>
      inTurn(async () => {
        if (await matchFolders(low.data, runsFolder)) await low.write();
        tell({ moved: true });
      }),
    studies: {
      all: studies,
      annotate: (name, change) =>
        inTurn(async () => {
          const notes = { ...(studies().get(name) ?? NO_NOTES), ...change };
          await writeStudyNotes(runsFolder, name, notes);
          low.data.studies = Object.fromEntries(studies().set(name, notes));
          await low.write();
          tell({ study: name });
          return notes;
        }),
      remove: (name) =>
        inTurn(async () => {
          await removeStudyNotes(runsFolder, name);
          low.data.studies = Object.fromEntries([...studies()].filter(([own]) => own !== name));
          // Nobody is told yet: they will be when the folders that went with it are looked at.
          await low.write();
        }),
    },
  };
}

/** With what the folders know better. */
async function openIndex(adapter: CatalogAdapter, runsFolder: string): Promise<Low<CatalogFile>> {
  const low = new Low<CatalogFile>(adapter, { v: 1, runs: {} });
  await low.read();
  const found = Object.fromEntries(await readStudyNotes(runsFolder));
  const isOld = JSON.stringify(low.data.studies ?? {}) !== JSON.stringify(found);
  low.data.studies = found;
  if ((await matchFolders(low.data, runsFolder)) || isOld) await low.write();
  return low;
}

/** lowdb's own file adapter never syncs and fails on a damaged file; this one sets it aside. */
class CatalogAdapter implements Adapter<CatalogFile> {
  setAside: string | null = null;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<CatalogFile | null> {
    const text = await readText(this.#path);
    if (text === null) return null;
    const file = parseJson(text);
    if (isCatalog(file)) return file;
    this.setAside = `${this.#path}.damaged-${new Date().toISOString().replace(/\D/g, '')}`;
    await rename(this.#path, this.setAside);
    return null;
  }

  write(data: CatalogFile): Promise<void> {
    return writeFileAtomic(this.#path, `${JSON.stringify(data, null, 2)}\n`);
  }
}

/** @returns whether anything changed */
async function matchFolders({ runs }: CatalogFile, runsFolder: string): Promise<boolean> {
  const entries = await readdir(runsFolder, { withFileTypes: true });
  const ids = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const gone = Object.keys(runs).filter((id) => !ids.has(id));
  for (const id of gone) delete runs[id];

  let found = 0;
  for (const id of ids) {
    if (Object.hasOwn(runs, id)) continue;
    const annotations = await readAnnotations(join(runsFolder, id));
    if (annotations === null) continue;
    runs[id] = annotations;
    found++;
  }
  return gone.length > 0 || found > 0;
}

function isCatalog(value: unknown): value is CatalogFile {
  if (!isObject(value) || value['v'] !== 1 || !isObject(value['runs'])) return false;
  return Object.values(value['runs']).every(isAnnotations);
}
