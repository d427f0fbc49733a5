import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { DeletedStudy, StudyNotes } from '../domain/study.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { isStudyNotes } from './study-notes.ts';

/** Beside the runs, so that moving a folder there is one rename; its name is no run's. */
const FOLDER = '.trash';

/** A deleted study as it lies in the trash. */
export interface Trashed extends DeletedStudy {
  readonly v: 1;
  /** A run by itself; a study where absent. */
  readonly kind?: 'run';
  readonly notes: StudyNotes | null;
}

/**
 * Deleted studies: a folder each, with the folders of its runs in it and `trash.json`. Nothing is
 * lost before the trash is emptied. `trash.json` comes first and goes last, so that a deletion that
 * was cut off can be undone.
 */
export interface StudyTrash {
  /** Newest first. */
  list(): Promise<readonly Trashed[]>;
  put(study: Pick<Trashed, 'kind' | 'name' | 'title' | 'runs' | 'notes'>): Promise<Trashed>;
  /** Moves the runs back. @throws Error where a run of that name is there again */
  restore(trashed: Trashed): Promise<void>;
  remove(trashed: Trashed): Promise<void>;
  /** The deleted run that was made of a dropped file with this very text; null where none was. */
  runOf(source: { readonly file: string; readonly text: string }): Promise<string | null>;
}

export function openStudyTrash(root: string): StudyTrash {
  const folder = join(root, FOLDER);
  const list = async (): Promise<readonly Trashed[]> => {
    const names = (await readdir(folder).catch(() => [])).sort().reverse();
    const found = await Promise.all(names.map((name) => readTrashed(join(folder, name))));
    return found.filter((one) => one !== null);
  };
  return {
    list,
    async put(study) {
      const at = new Date().toISOString();
      const id = await newFolder(folder, at.replace(/\D/g, '').slice(0, 14));
      const trashed: Trashed = { v: 1, id, deleted_at: at, ...study };
      const text = `${JSON.stringify(trashed, null, 2)}\n`;
      await writeFileAtomic(join(folder, id, 'trash.json'), text);
      for (const run of study.runs) await rename(join(root, run), join(folder, id, run));
      return trashed;
    },
    async restore({ id, runs }) {
      for (const run of runs) await moveBack(join(folder, id, run), join(root, run));
      await rm(join(folder, id), { recursive: true });
    },
    remove: ({ id }) => rm(join(folder, id), { recursive: true, force: true }),
    async runOf({ file, text }) {
      for (const { id, runs } of await list()) {
        for (const run of runs) {
          const kept = join(folder, id, run, `job${extname(file)}`);
          if ((await readFile(kept, 'utf8').catch(() => null)) === text) return run;
        }
      }
      return null;
    },
  };
}

async function newFolder(folder: string, stamp: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let nth = 1; ; nth++) {
    const id = nth === 1 ? stamp : `${stamp}-${nth}`;
    try {
      await mkdir(join(folder, id));
      return id;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** What is not in the trash was not moved, or is back. */
async function moveBack(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function readTrashed(folder: string): Promise<Trashed | null> {
  try {
    const value = JSON.parse(await readFile(join(folder, 'trash.json'), 'utf8')) as Trashed;
    const isWhole = value.v === 1 && typeof value.name === 'string' && Array.isArray(value.runs);
    return isWhole ? { ...value, notes: isStudyNotes(value.notes) ? value.notes : null } : null;
  } catch {
    return null;
  }
}
