import { valueText } from '../domain/number-text.ts';
import type { ParameterValue } from '../domain/parameter-set.ts';
import type { CheckResult } from '../promote/candidate.ts';
import type { Difference, FigureChange, ParameterChange } from '../promote/difference.ts';
import type { Screen } from './screen.ts';
import { tableText } from './table-text.ts';

const MARKS = {
  pass: ['green', 'ok  '],
  warn: ['yellow', 'warn'],
  fail: ['red', 'FAIL'],
} as const;

/** A line for each check. */
export function checksText(checks: readonly CheckResult[], style: Screen['style']): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, state, found }) => {
      const [colour, mark] = MARKS[state];
      return `  ${style(colour, mark)}  ${name.padEnd(width)}  ${found}\n`;
    })
    .join('');
}

/** Parameters and figures, what is live beside the candidate. */
export function differenceText({ file, parameters, figures }: Difference): string {
  const before = file === null ? 'nothing live' : 'live';
  const own = tableText<ParameterChange>(
    [
      { title: 'parameter', text: ({ name }) => name },
      { title: before, align: 'right', text: (row) => parameterText(row.before) },
      { title: '', text: ({ same }) => (same ? '' : '→') },
      { title: 'candidate', align: 'right', text: (row) => parameterText(row.after) },
    ],
    parameters,
  );
  const measured = tableText<FigureChange>(
    [
      { title: 'figure', text: ({ name }) => name },
      { title: before, align: 'right', text: (row) => figureText(row.before) },
      { title: '', text: () => '' },
      { title: 'candidate', align: 'right', text: (row) => figureText(row.after) },
      { title: 'change', align: 'right', text: changeText },
    ],
    figures,
  );
  return `${own}\n${measured}`;
}

function parameterText(value: ParameterValue | null): string {
  return value === null ? '–' : String(value);
}

function figureText(value: number | null): string {
  return value === null ? '–' : valueText(value);
}

function changeText({ before, after }: FigureChange): string {
  if (before === null || after === null) return '';
  const change = after - before;
  if (!Number.isFinite(change) || change === 0) return '';
  return `${change > 0 ? '+' : '−'}${valueText(Math.abs(change))}`;
}
