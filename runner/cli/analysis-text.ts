import type { Importance } from '../analysis/importance.ts';
import type { Neighbourhood, Stability } from '../analysis/stability.ts';
import { countText, valueText } from '../domain/number-text.ts';
import { indented } from './indented.ts';
import { type Column, tableText } from './table-text.ts';

const BAR_WIDTH = 24;

/** How much of the fitness each parameter explains, as bars. */
export function importanceText(found: Importance | null): string {
  if (found === null) {
    return 'Importance of parameters: too few valid sets that differ\n';
  }
  const { used, valid, parameters, together, conditional } = found;
  const of =
    used === valid ? countText(valid) : `${countText(used)}, evenly chosen, of ${countText(valid)}`;
  const rows = [...parameters, { name: 'only together', share: together }];
  const columns: Column<(typeof rows)[number]>[] = [
    { title: 'parameter', text: ({ name }) => name },
    { title: 'share', align: 'right', text: ({ share }) => percentText(share) },
    { title: '', text: ({ share }) => '█'.repeat(Math.round(share * BAR_WIDTH)) },
  ];
  const left =
    conditional.length === 0
      ? ''
      : `  left out, since some sets lack them: ${conditional.join(', ')}\n`;
  return `Importance of parameters (functional ANOVA of ${of} valid evaluations)\n${indented(tableText(columns, rows))}${left}`;
}

/** How the sets around the best did. */
export function stabilityText(found: Stability | null): string {
  if (found === null) return '';
  return `Sets around the best (${valueText(found.best)}), of those that were evaluated\n${indented(tableText(AROUND, found.around))}`;
}

const AROUND: readonly Column<Neighbourhood>[] = [
  {
    title: 'within',
    text: ({ radius }) => (radius === 1 ? '1 step' : `${radius} steps`),
  },
  { title: 'sets', align: 'right', text: ({ evaluations }) => countText(evaluations) },
  { title: 'valid', align: 'right', text: ({ valid }) => countText(valid) },
  { title: 'mean', align: 'right', text: ({ mean }) => orNone(mean, valueText) },
  { title: 'median', align: 'right', text: ({ median }) => orNone(median, valueText) },
  { title: 'worst', align: 'right', text: ({ worst }) => orNone(worst, valueText) },
  { title: 'mean / best', align: 'right', text: ({ kept }) => orNone(kept, percentText) },
];

function orNone(value: number | null, text: (value: number) => string): string {
  return value === null ? '–' : text(value);
}

function percentText(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
