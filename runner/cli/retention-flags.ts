import { InvalidArgumentError } from 'commander';
import { PROTECTIONS, type Protection } from '../domain/retention.ts';

const DAYS = { d: 1, w: 7, m: 30, y: 365 } as const;
const BYTES = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;

/** `90d`, `12w`, `6m` (of 30 days), `2y` → days */
export function daysIn(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([dwmy])$/.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) {
    throw new InvalidArgumentError('Wanted a time such as 90d, 12w, 6m or 1y.');
  }
  return Number(number) * DAYS[unit as keyof typeof DAYS];
}

/** `10GB`, `500 MB` → bytes; units are powers of 1000, as df -H has them */
export function bytesIn(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)?$/i.exec(text.trim()) ?? [];
  if (number === undefined) {
    throw new InvalidArgumentError('Wanted a size such as 500MB or 10GB.');
  }
  return Math.round(Number(number) * BYTES[unit.toUpperCase() as keyof typeof BYTES]);
}

/** Words by commas or by several flags. */
export function protectionList(
  text: string,
  before: readonly Protection[] = [],
): readonly Protection[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !PROTECTIONS.some((known) => known === word));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`Wanted of ${PROTECTIONS.join(', ')}; found "${unknown}".`);
  }
  return [...before, ...(words as Protection[])];
}
