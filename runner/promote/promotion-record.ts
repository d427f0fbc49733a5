import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockedError } from '../domain/errors.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Who } from '../domain/who.ts';
import { openAppendFile } from '../run/append-file.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import { readJsonLines } from '../run/json-lines.ts';
import { acquireLock } from '../run/lock.ts';
import type { Figures } from './candidate.ts';
import type { LiveFormatName } from './live-format.ts';

/** A change of a live file. It stands in the record before the file is touched. */
export interface Promotion {
  readonly v: 1;
  readonly t: 'begin';
  /** Counted from 1 over all files. */
  readonly n: number;
  readonly action: 'promote' | 'rollback';
  readonly at: string;
  readonly by: Who;
  readonly why: string | null;
  /** Absolute path of the live file, links resolved. */
  readonly file: string;
  readonly format: LiveFormatName;
  /** SHA-256 of what the file holds afterwards … */
  readonly hash: string;
  /** … and of what it held before; null where there was no file. */
  readonly previous: string | null;
  /** Of a rollback: the promotion that is live again; null where the content was nobody's. */
  readonly restores: number | null;
  /** Where the parameters come from; null where a rollback brought nobody's content back. */
  readonly from: PromotionSource | null;
  /** Names of the checks that failed and were overruled. */
  readonly overruled: readonly string[];
}

export interface PromotionSource {
  readonly candidate: string;
  readonly run: string;
  readonly job: string;
  readonly study: string | null;
  readonly strategy: string;
  readonly symbol: string;
  readonly evaluation: number;
  readonly parameters: ParameterSet;
  readonly figures: Figures;
  /** Constraints and limits that the set breaks. */
  readonly violations: readonly string[];
}

interface PromotionEnd {
  readonly v: 1;
  readonly t: 'end';
  readonly n: number;
  readonly at: string;
}

/** A promotion, and whether the record says that it came to its end. */
export interface RecordedPromotion extends Promotion {
  readonly ended: boolean;
}

/** What was promoted, and every content that a live file had: nothing is ever removed from it. */
export interface PromotionRecord {
  /** Oldest first. */
  list(): Promise<readonly RecordedPromotion[]>;
  /** The content of a hash. @throws where it is lost */
  content(hash: string): Promise<Uint8Array>;
  /** Lets one process at a time change live files; waits for another for some seconds. */
  change<T>(work: (writer: PromotionWriter) => Promise<T>): Promise<T>;
}

export interface PromotionWriter {
  readonly past: readonly RecordedPromotion[];
  /** Keeps a content. */
  keep(content: Uint8Array): Promise<string>;
  /** Says what is going to happen; it is on the disk on return. */
  begin(promotion: Omit<Promotion, 'v' | 't' | 'n' | 'at'>): Promise<Promotion>;
  end(n: number): Promise<void>;
}

export function openPromotionRecord(folder: string): PromotionRecord {
  const path = join(folder, 'promotions.jsonl');
  const contentPath = (hash: string): string => join(folder, 'contents', hash);

  const list = async (): Promise<RecordedPromotion[]> => {
    const { items } = await readJsonLines(path, parseEntry);
    const ended = new Set(items.filter((entry) => entry.t === 'end').map(({ n }) => n));
    return items
      .filter((entry): entry is Promotion => entry.t === 'begin')
      .map((promotion) => ({ ...promotion, ended: ended.has(promotion.n) }));
  };

  const keep = async (content: Uint8Array): Promise<string> => {
    const hash = hashOf(content);
    const there = await stat(contentPath(hash)).catch(() => null);
    // Live files may hold secrets beside parameters.
    if (there === null) await writeFileAtomic(contentPath(hash), content, { mode: 0o600 });
    return hash;
  };

  const append = async (entry: Promotion | PromotionEnd): Promise<void> => {
    await using file = openAppendFile(path);
    file.append(`${JSON.stringify(entry, infinitiesAsText)}\n`);
    await file.sync();
  };

  return {
    list,
    content: (hash) => readFile(contentPath(hash)),
    async change(work) {
      await mkdir(join(folder, 'contents'), { recursive: true, mode: 0o700 });
      await using _lock = await lockPatiently(folder);
      const past = await list();
      // Awaited here: the lock is held until this function returns.
      return await work({
        past,
        keep,
        async begin(fields) {
          const at = new Date().toISOString();
          const n = (past.at(-1)?.n ?? 0) + 1;
          const promotion: Promotion = { v: 1, t: 'begin', n, at, ...fields };
          await append(promotion);
          return promotion;
        },
        end: (n) => append({ v: 1, t: 'end', n, at: new Date().toISOString() }),
      });
    },
  };
}

export function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A promotion takes milliseconds. */
const PATIENCE_MS = 5_000;

async function lockPatiently(folder: string): Promise<AsyncDisposable> {
  for (const started = performance.now(); ; ) {
    try {
      return await acquireLock(folder);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      if (performance.now() - started > PATIENCE_MS) throw error;
      await sleep(50);
    }
  }
}

function parseEntry(line: string): Promotion | PromotionEnd {
  const entry = JSON.parse(line) as Promotion | PromotionEnd;
  const known = entry?.v === 1 && (entry.t === 'begin' || entry.t === 'end');
  if (known && Number.isSafeInteger(entry.n)) return entry;
  throw new TypeError('Cannot read a promotion: wanted v 1 with begin or end');
}

function infinitiesAsText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
