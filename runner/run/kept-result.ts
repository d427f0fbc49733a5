import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { symbolFolder } from './symbol-folder.ts';

/** A full result that lies in the run's folder. */
export interface KeptResult {
  /** From the search's folder on, such as `backtests/137.json`. */
  readonly file: string;
  readonly bytes: number;
  /** LEAN-shaped result JSON, parsed. */
  readonly result: unknown;
}

export interface KeptChoice {
  readonly evaluation: number;
  /** Whether `best.json` is of this evaluation. */
  readonly isBest: boolean;
  /** A symbol of a shared search; its first one where absent. */
  readonly of?: string | undefined;
}

/** The result of an evaluation that was kept by its id, or because it is the best; else null. */
export async function keptResult(
  folder: string,
  { evaluation, isBest, of }: KeptChoice,
): Promise<KeptResult | null> {
  const ending = of === undefined ? '.json' : `.${symbolFolder(of)}.json`;
  const names = [String(evaluation), ...(isBest ? ['best'] : [])];
  for (const name of names) {
    const file = `backtests/${name}${ending}`;
    const bytes = await readFile(join(folder, file)).catch(() => null);
    if (bytes === null) continue;
    try {
      return { file, bytes: bytes.length, result: JSON.parse(bytes.toString('utf8')) };
    } catch {
      // Torn or edited: as good as not kept.
    }
  }
  return null;
}
