import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from './atomic-write.ts';

/** What people add to a run. Its own copy lies in the run's folder as `annotations.json`. */
export interface Annotations {
  readonly tags: readonly string[];
  readonly note: string;
  readonly archived: boolean;
  /** When its best was promoted, ISO 8601; null where it was not. */
  readonly promoted_at: string | null;
}

export const NO_ANNOTATIONS: Annotations = {
  tags: [],
  note: '',
  archived: false,
  promoted_at: null,
};

/** Those in a run's folder; null where there are none to be read. */
export async function readAnnotations(runFolder: string): Promise<Annotations | null> {
  const found = parseJson((await readText(annotationsPath(runFolder))) ?? '');
  return isAnnotations(found) ? found : null;
}

/** @throws where the run's folder is missing or cannot be written */
export async function writeAnnotations(runFolder: string, annotations: Annotations): Promise<void> {
  const path = annotationsPath(runFolder);
  try {
    await writeFileAtomic(path, `${JSON.stringify(annotations, null, 2)}\n`);
  } catch (error) {
    throw new Error(`Cannot annotate run "${dirname(path)}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function annotationsPath(runFolder: string): string {
  return join(runFolder, 'annotations.json');
}

/** Null where there is no such file. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Null where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isAnnotations(value: unknown): value is Annotations {
  if (!isObject(value)) return false;
  const { tags, note, archived, promoted_at: promotedAt } = value;
  if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string')) return false;
  if (typeof note !== 'string' || typeof archived !== 'boolean') return false;
  return promotedAt === null || typeof promotedAt === 'string';
}
