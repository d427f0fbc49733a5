import { readFileSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { parseDay } from './calendar-day.ts';

interface FactorRow {
  readonly day: number;
  readonly price: number;
  readonly split: number;
  readonly reference: number;
}

/** Price and split factors; a row holds up to and including its day. */
export interface FactorFile {
  readonly rows: readonly FactorRow[];
}

export const identityFactors: FactorFile = { rows: [] };

/** @throws Error where the file cannot be read */
export function readFactorFile(file: string): FactorFile {
  return parseFactorFile(readFileSync(file, 'utf8'));
}

/**
 * Lines of `YYYYMMDD,price factor,split factor,reference price`. Rows written as `inf`, in
 * exponential form or with a factor of zero are left out, as LEAN does: they have lost precision.
 */
function parseFactorFile(text: string): FactorFile {
  const rows = new Map<number, FactorRow>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '' || line.includes('inf') || line.includes('e+')) continue;
    const [date, price, split, reference] = line.split(',');
    const row = {
      day: parseDay(date ?? ''),
      price: Number(price),
      split: Number(split),
      reference: Number(reference ?? 0),
    };
    if (!Number.isNaN(row.day) && row.price * row.split > 0) rows.set(row.day, row);
  }
  return { rows: [...rows.values()].sort((a, b) => a.day - b.day) };
}

/** What prices of a day are multiplied with. */
export function priceScale(
  { rows }: FactorFile,
  day: number,
  normalization: BacktestSetup['normalization'],
): number {
  if (normalization === 'Raw') return 1;
  const row = rows.find((candidate) => candidate.day >= day);
  if (row === undefined) return 1;
  return normalization === 'Adjusted' ? row.price * row.split : row.split;
}

/** A dividend or split that takes effect on the trading day after `day`. */
export type FactorEvent =
  | {
      readonly kind: 'dividend';
      readonly day: number;
      readonly ratio: number;
      readonly reference: number;
    }
  | {
      readonly kind: 'split';
      readonly day: number;
      readonly ratio: number;
      readonly reference: number;
    };

/** Where the price factor changes from a row to the next there was a dividend, likewise splits. */
export function factorEvents({ rows }: FactorFile): FactorEvent[] {
  const events: FactorEvent[] = [];
  for (let index = 0; index + 1 < rows.length; index++) {
    const row = rows[index] as FactorRow;
    const next = rows[index + 1] as FactorRow;
    const { day, reference } = row;
    if (row.split !== next.split) {
      events.push({ kind: 'split', day, ratio: row.split / next.split, reference });
    }
    if (row.price !== next.price) {
      events.push({ kind: 'dividend', day, ratio: row.price / next.price, reference });
    }
  }
  return events;
}
