import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openAppendFile } from '../run/append-file.ts';
import { readJsonLines } from '../run/json-lines.ts';
import type { Family, Problem } from './problem.ts';
import type { SearchedOnce } from './search-once.ts';
import type { Settings } from './settings.ts';

/** Its name in the runs folder, where the site looks for it. */
export const BENCH_FILE = 'bench-samplers.jsonl';

/** What a record was made with: its figures belong together. */
export interface BenchOrigin {
  readonly leantune: string;
  /** Hash of the sources that decide what a search finds. */
  readonly sources: string;
}

export interface BenchMachine {
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
}

/** One search to make. */
export interface SearchTask {
  readonly sampler: string;
  readonly settings: Settings;
  readonly problem: string;
  readonly evaluations: number;
  readonly batch: number;
  readonly seed: number;
}

export interface SearchRecord extends SearchTask, SearchedOnce {
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** A search that the sampler cannot make, such as an exhaustive one of a continuous space. */
export interface RefusedSearch extends SearchTask {
  readonly reason: string;
}

export interface ProblemFacts extends Pick<Problem, 'name' | 'direction' | 'optimum'> {
  readonly family: Family;
  readonly parameters: number;
  /** Sets there are; null where continuous. */
  readonly points: number | null;
}

export interface BenchRecord {
  readonly origin: BenchOrigin;
  readonly machine: BenchMachine;
  /** When it was begun, ISO 8601. */
  readonly at: string;
  readonly problems: ReadonlyMap<string, ProblemFacts>;
  readonly searches: readonly SearchRecord[];
  readonly refused: readonly RefusedSearch[];
}

type Line =
  | ({ readonly kind: 'bench'; readonly v: 1; readonly at: string } & BenchOrigin & BenchMachine)
  | ({ readonly kind: 'problem' } & ProblemFacts)
  | ({ readonly kind: 'search' } & SearchRecord)
  | ({ readonly kind: 'refused' } & RefusedSearch);

/** Null where there is none, or where the file is something else. */
export async function readBenchRecord(path: string): Promise<BenchRecord | null> {
  const { items } = await readJsonLines(path, (line) => JSON.parse(line) as Line);
  const [head] = items;
  if (head?.kind !== 'bench') return null;
  const { at, leantune, sources, node, processor, cores } = head;
  const problems = new Map<string, ProblemFacts>();
  const searches: SearchRecord[] = [];
  const refused: RefusedSearch[] = [];
  for (const { kind, ...line } of items.slice(1)) {
    if (kind === 'problem') problems.set((line as ProblemFacts).name, line as ProblemFacts);
    if (kind === 'search') searches.push(line as SearchRecord);
    if (kind === 'refused') refused.push(line as RefusedSearch);
  }
  const machine = { node, processor, cores };
  return { origin: { leantune, sources }, machine, at, problems, searches, refused };
}

export interface BenchWriter extends AsyncDisposable {
  problem(facts: ProblemFacts): void;
  search(search: SearchRecord): void;
  refused(search: RefusedSearch): void;
}

/** A line as each search ends, so that one that is cut off loses nothing that was done. */
export async function openBenchRecord(
  path: string,
  begin: (BenchOrigin & BenchMachine & { readonly at: string }) | null,
): Promise<BenchWriter> {
  await mkdir(dirname(path), { recursive: true });
  const file = openAppendFile(path);
  const append = (line: Line): void => file.append(`${JSON.stringify(line)}\n`);
  if (begin !== null) append({ kind: 'bench', v: 1, ...begin });
  return {
    problem: (facts) => append({ kind: 'problem', ...facts }),
    search: (search) => append({ kind: 'search', ...search }),
    refused: (search) => append({ kind: 'refused', ...search }),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

/** Keeps a record whose figures belong to something else under its date; returns the new name. */
export async function setAside(path: string, { at }: Pick<BenchRecord, 'at'>): Promise<string> {
  const aside = `${path.replace(/\.jsonl$/, '')}.${at.replace(/\D/g, '').slice(0, 14)}.jsonl`;
  await rename(path, aside);
  return aside;
}
