import { valueText } from '../../domain/number-text.ts';

/** A dash where there is no number. */
export function numberOr(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : valueText(value);
}

const LONGEST_OPTIONS = 160;

/** Options of a plug-in, cut where they are long. */
export function optionsText(options: Readonly<Record<string, unknown>>): string {
  const text = Object.entries(options)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
  return text.length > LONGEST_OPTIONS ? `${text.slice(0, LONGEST_OPTIONS)}…` : text;
}
