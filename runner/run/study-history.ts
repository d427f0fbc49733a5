import { join } from 'node:path';
import type { Told } from '../domain/sampler.ts';
import { openAppendFile } from './append-file.ts';
import { readJsonLines } from './json-lines.ts';

const STUDY_FILE = 'study.jsonl';

/** Lines written at a time. */
const TOGETHER = 1_000;

/**
 * An evaluation of an earlier run, as a search of the same study takes it over when it starts: what
 * a sampler is told of it, and where it is. It is never changed later, whatever becomes of the run
 * that it is from, so that a resume finds what the search began with.
 */
export interface KnownEvaluation extends Told {
  /** `run/symbol#id` */
  readonly from: string;
  /** Its number in the run that made it. */
  readonly id: number;
}

/** Writes what a search takes over; nothing where there is nothing. */
export interface StudyWriter extends AsyncDisposable {
  add(known: KnownEvaluation): void;
}

export function openStudyWriter(folder: string): StudyWriter {
  const file = openAppendFile(join(folder, STUDY_FILE));
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) file.append(lines.join(''));
    lines = [];
  };
  return {
    add(known) {
      lines.push(encodeKnown(known));
      if (lines.length >= TOGETHER) flush();
    },
    async [Symbol.asyncDispose]() {
      flush();
      await file[Symbol.asyncDispose]();
    },
  };
}

/**
 * Reads what a search took over when it started.
 * @throws Error where lines are missing: the search cannot be gone on with as it began
 */
export async function readStudyHistory(
  folder: string,
  wanted: number,
): Promise<readonly KnownEvaluation[]> {
  if (wanted === 0) return [];
  const path = join(folder, STUDY_FILE);
  const { items } = await readJsonLines(path, parseKnown);
  if (items.length === wanted) return items;
  throw new Error(
    `Cannot go on: wanted ${wanted} evaluations of the study in "${path}", found ${items.length}`,
  );
}

function encodeKnown({
  from,
  id,
  params,
  status,
  fitness,
  violations,
  objectives,
}: KnownEvaluation) {
  const known = { from, id, params, status, fitness: measured(fitness) };
  const missed = Object.entries(violations).map(([name, amount]) => [name, measured(amount)]);
  const rest = { violations: Object.fromEntries(missed), ...(objectives && { objectives }) };
  return `${JSON.stringify({ ...known, ...rest })}\n`;
}

function parseKnown(line: string): KnownEvaluation {
  const known = JSON.parse(line) as KnownEvaluation;
  if (typeof known.from !== 'string' || typeof known.params !== 'object') {
    throw new TypeError('Cannot read an evaluation of the study: wanted from and params');
  }
  const missed = Object.entries(known.violations).map(([name, value]) => [name, Number(value)]);
  return { ...known, fitness: Number(known.fitness), violations: Object.fromEntries(missed) };
}

/** JSON has no infinities. */
function measured(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
