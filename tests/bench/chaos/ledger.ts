import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { parseEvaluation } from '../../../runner/run/evaluation-line.ts';
import { runIds, symbolsOf, wholeLines } from './run-files.ts';

/**
 * All evaluations that were ever found whole on the disk. What stands here must stay there to the
 * byte, but for the lines that were damaged on purpose: each of those is made exactly once more.
 */
export interface Ledger {
  /** Reads what is new. Returns what is gone or stands twice. */
  take(): string[];
  /** A line that is about to be damaged. */
  damaged(path: string, line: string): void;
  readonly evaluations: number;
  /** Lines that were damaged, and have to be there again in the end. */
  readonly lost: ReadonlyMap<string, string>;
}

export function createLedger(runs: string): Ledger {
  const known = new Map<string, string>();
  const lost = new Map<string, string>();
  const versions = new Map<string, string>();

  const takeFile = (path: string, problems: string[]): void => {
    const { size, mtimeMs } = statSync(path);
    const version = `${size} ${mtimeMs}`;
    if (versions.get(path) === version) return;
    versions.set(path, version);
    const found = linesOf(path, problems);
    for (const [key, text] of known) {
      if (!key.startsWith(`${path}#`) || found.get(key) === text) continue;
      const how = found.has(key) ? 'was written anew' : 'is gone';
      problems.push(`${key} was on the disk and ${how}`);
      // Said once.
      known.delete(key);
    }
    for (const [key, text] of found) known.set(key, text);
  };

  return {
    take() {
      const problems: string[] = [];
      for (const run of runIds(runs)) {
        for (const { folder } of symbolsOf(runs, run)) {
          takeFile(join(folder, 'evaluations.jsonl'), problems);
        }
      }
      return problems;
    },
    damaged(path, line) {
      const key = keyIn(path, line);
      if (key === null) return;
      known.delete(key);
      lost.set(key, line);
    },
    get evaluations() {
      return known.size;
    },
    lost,
  };
}

function linesOf(path: string, problems: string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { text } of wholeLines(path)) {
    const key = keyIn(path, text);
    if (key === null) continue;
    if (found.has(key)) problems.push(`${key} stands there twice`);
    found.set(key, text);
  }
  return found;
}

/** Null where the line is none. */
function keyIn(path: string, line: string): string | null {
  const evaluation = evaluationIn(line);
  if (evaluation === null) return null;
  return `${path}#${evaluation.is_oos ? 'holdout-' : ''}${evaluation.id}`;
}

/** Lines are read byte by byte, so that damaged ones are kept as they are. */
export function evaluationIn(line: string): Evaluation | null {
  try {
    return parseEvaluation(Buffer.from(line, 'latin1').toString('utf8'));
  } catch {
    return null;
  }
}
