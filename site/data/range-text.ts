import type { Brushes } from './explorer-model.ts';

const RANGE = /^(.+)~(-?[\d.e+-]+)~(-?[\d.e+-]+)$/;

/** Ranges as the address and the API have them: `p fast~2~20`. */
export function rangeTexts(brushes: Brushes): readonly string[] {
  return [...brushes].map(([key, range]) => [key, ...range.map(shortened)].join('~'));
}

/** What is no range is passed over: an address may come from anywhere. */
export function readRanges(texts: readonly string[]): Brushes {
  const brushes = new Map<string, readonly [number, number]>();
  for (const text of texts) {
    const [, key = '', low, high] = RANGE.exec(text) ?? [];
    const range = [Number(low), Number(high)] as const;
    if (key !== '' && range.every(Number.isFinite)) brushes.set(key, range);
  }
  return brushes;
}

function shortened(value: number): number {
  return Number(value.toPrecision(7));
}
