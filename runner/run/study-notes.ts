import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyNotes } from '../domain/study.ts';
import { writeFileAtomic } from './atomic-write.ts';

/** Beside the runs; its name is no run's. */
const FOLDER = '.studies';

export const NO_NOTES: StudyNotes = { title: null, tags: [], note: '', archived: false };

/** What people added to studies, by the names that jobs use: a small file each. */
export async function readStudyNotes(root: string): Promise<ReadonlyMap<string, StudyNotes>> {
  const folder = join(root, FOLDER);
  const files = (await readdir(folder).catch(() => [])).filter((name) => /^\w+\.json$/.test(name));
  const found = new Map<string, StudyNotes>();
  for (const file of files) {
    const stored = parse(await readFile(join(folder, file), 'utf8'));
    if (stored !== null) found.set(stored.name, stored.notes);
  }
  return found;
}

export async function writeStudyNotes(
  root: string,
  name: string,
  notes: StudyNotes,
): Promise<void> {
  await mkdir(join(root, FOLDER), { recursive: true });
  await writeFileAtomic(
    pathOf(root, name),
    `${JSON.stringify({ v: 1, name, ...notes }, null, 2)}\n`,
  );
}

export async function removeStudyNotes(root: string, name: string): Promise<void> {
  await rm(pathOf(root, name), { force: true });
}

/** The name by which jobs know a study that may have been given another since. */
export async function studyNamed(root: string, name: string | null): Promise<string | null> {
  if (name === null) return null;
  for (const [own, { title }] of await readStudyNotes(root)) if (title === name) return own;
  return name;
}

/** Names may hold anything, file names may not. */
function pathOf(root: string, name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 24);
  return join(root, FOLDER, `${hash}.json`);
}

function parse(text: string): { readonly name: string; readonly notes: StudyNotes } | null {
  try {
    const { name, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return typeof name === 'string' && isStudyNotes(rest) ? { name, notes: notesOf(rest) } : null;
  } catch {
    return null;
  }
}

export function isStudyNotes(value: unknown): value is StudyNotes {
  if (typeof value !== 'object' || value === null) return false;
  const { title, tags, note, archived } = value as Record<string, unknown>;
  if (title !== null && typeof title !== 'string') return false;
  if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string')) return false;
  return typeof note === 'string' && typeof archived === 'boolean';
}

function notesOf({ title, tags, note, archived }: StudyNotes): StudyNotes {
  return { title, tags, note, archived };
}
