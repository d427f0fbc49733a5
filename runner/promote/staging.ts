import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { InputError } from '../domain/errors.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import { takeTimeId } from '../run/take-time-id.ts';
import type { Candidate } from './candidate.ts';
import { stableYaml } from './stable-yaml.ts';

/** A folder of candidates, each a file named after its time; `latest.yaml` is a copy of the newest. */
export interface Staging {
  readonly folder: string;
  /** Gives the candidate an id and writes it. */
  add(candidate: Omit<Candidate, 'id'>): Promise<{ candidate: Candidate; file: string }>;
  /**
   * @param id of a candidate, its beginning, or `latest`
   * @throws InputError where there is none, or several
   */
  read(id: string): Promise<Candidate>;
  /** Ids, newest first. */
  list(): Promise<readonly string[]>;
}

const LATEST = 'latest';
const FILE = /^(\d{8}_\d{6})\.yaml$/;

export function openStaging(folder: string): Staging {
  const list = async (): Promise<string[]> => {
    const names = await readdir(folder).catch(() => []);
    return names
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .sort()
      .reverse();
  };

  return {
    folder,
    list,
    async add(fields) {
      await mkdir(folder, { recursive: true });
      const id = await takeTimeId((name) =>
        writeFile(join(folder, `${name}.yaml`), '', { flag: 'wx' }),
      );
      const candidate: Candidate = { ...fields, id };
      const file = join(folder, `${id}.yaml`);
      const text = stableYaml(candidate);
      try {
        await writeFileAtomic(file, text);
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
      await writeFileAtomic(join(folder, `${LATEST}.yaml`), text);
      return { candidate, file };
    },
    async read(wanted) {
      if (wanted === LATEST) return readCandidate(folder, LATEST);
      const fitting = (await list()).filter((id) => id.startsWith(wanted));
      const [id] = fitting;
      if (id !== undefined && fitting.length === 1) return readCandidate(folder, id);
      const found = fitting.length > 1 ? `${fitting.length} of them` : `none in ${folder}`;
      throw refusal(wanted, 'the id of one candidate, its beginning, or latest', found);
    },
  };
}

async function readCandidate(folder: string, name: string): Promise<Candidate> {
  const file = join(folder, `${name}.yaml`);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const found = error.code === 'ENOENT' ? `none in ${folder}` : error.message;
    throw refusal(name, 'a candidate: `leantune stage RUN` makes one', found);
  });
  const value = parseCandidate(text);
  if (value !== null) return value;
  throw refusal(name, 'a candidate', `something else in ${file}`);
}

function parseCandidate(text: string): Candidate | null {
  try {
    const value: unknown = parse(text);
    const { leantune, v } = (value ?? {}) as Partial<Candidate>;
    return leantune === 'candidate' && v === 1 ? (value as Candidate) : null;
  } catch {
    return null;
  }
}

function refusal(id: string, wanted: string, found: string): InputError {
  return new InputError(`Cannot read candidate "${id}"`, [{ path: '', wanted, found }]);
}
