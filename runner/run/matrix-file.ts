import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../domain/run-record.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { matrixSets, type SymbolMatrix } from './symbol-matrix.ts';

const FILE = 'symbol-matrix.json';

/** The matrix that is kept with a run; null where there is none that can be read. */
export async function readMatrix(runFolder: string): Promise<SymbolMatrix | null> {
  const text = await readFile(join(runFolder, FILE), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const matrix = JSON.parse(text) as SymbolMatrix;
    const isWhole = matrix.v === 1 && matrix.cells.length === matrix.sets.length;
    return isWhole && matrix.cells.every((row) => row.length === matrix.symbols.length)
      ? matrix
      : null;
  } catch {
    // It can be made again.
    return null;
  }
}

/** @throws where the run's folder is gone: a run that was deleted meanwhile stays deleted */
export async function writeMatrix(runFolder: string, matrix: SymbolMatrix): Promise<void> {
  await writeFileAtomic(join(runFolder, FILE), `${JSON.stringify(matrix)}\n`);
}

/** Symbols whose best is another one than the matrix was made of, or that it lacks. */
export function outOfDate(matrix: SymbolMatrix, record: RunRecord): readonly string[] {
  const then = new Map(matrix.sets.map((set) => [set.symbol, JSON.stringify(set.params)]));
  const now = new Map(matrixSets(record).map((set) => [set.symbol, JSON.stringify(set.params)]));
  const symbols = record.symbols.map(({ symbol }) => symbol);
  const other = symbols.filter((symbol) => then.get(symbol) !== now.get(symbol));
  const lacking = symbols.filter((symbol) => !matrix.symbols.includes(symbol));
  return [...new Set([...other, ...lacking])];
}
