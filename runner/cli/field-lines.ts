import type { Screen } from './screen.ts';

/** Label and text; a null text leaves the line out. */
export type Field = readonly [label: string, text: string | null];

/** Labels in one column, texts in the next, indented under a title. */
export function fieldLines(fields: readonly Field[], style: Screen['style']): string {
  const shown = fields.filter((field): field is readonly [string, string] => field[1] !== null);
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, text]) => `  ${style('dim', label.padEnd(width))}  ${text}\n`).join('');
}
