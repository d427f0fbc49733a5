import type { ReviewView } from '../../runner/server/live-views.ts';
import { formatFitness, formatNumber, formatTime, formatValue } from '../data/format.ts';
import { formatMetric, METRIC_STYLES, metricLabel } from '../data/metric-format.ts';
import { sitePath } from '../data/site-path.ts';
import { whoText } from '../data/who-text.ts';
import { element } from './element.ts';

const MARKS = {
  pass: ['complete', 'Passes'],
  warn: ['stopped', 'Warns'],
  fail: ['failed', 'Fails'],
} as const;

/** What a candidate is, what its checks say now, and what it would change. */
export function candidateReview({ candidate, checks, difference }: ReviewView): HTMLElement {
  const { run, symbol, evaluation, staged_at: at, staged_by: by } = candidate;
  const query = { run, symbol, id: String(evaluation) };
  const source = element(
    'p',
    {},
    element('a', { href: sitePath('/run/', { id: run }) }, run),
    ', ',
    element('a', { href: sitePath('/evaluation/', query) }, `evaluation ${evaluation}`),
    ` of ${candidate.job}, ${symbol}; staged ${formatTime(at, new Date())} by ${whoText(by)}`,
  );
  const before = difference.file === null ? 'Live' : 'Live now';
  return element(
    'div',
    { class: 'review' },
    source,
    table(
      ['Check', 'Says', 'Found'],
      checks.map(({ name, state, found }) => {
        const [mark, words] = MARKS[state];
        return [name, element('span', { class: 'state', 'data-state': mark }, words), found];
      }),
    ),
    table(
      ['Parameter', before, 'Candidate', ''],
      difference.parameters.map(({ name, before: was, after, same }) => [
        name,
        formatValue(was ?? undefined),
        formatValue(after ?? undefined),
        same || difference.file === null ? '' : 'changes',
      ]),
    ),
    table(
      ['Figure', before, 'Candidate'],
      difference.figures.map(({ name, before: was, after }) => [
        metricLabel(name),
        figureText(name, was),
        figureText(name, after),
      ]),
      'number',
    ),
  );
}

function figureText(name: string, value: number | null): string {
  if (name in METRIC_STYLES) return formatMetric(name, value ?? undefined);
  return name === 'fitness' ? formatFitness(value) : formatNumber(value, 3);
}

function table(
  heads: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
  kind: 'number' | null = null,
): HTMLElement {
  const head = heads.map((text, place) =>
    text === ''
      ? element('td')
      : element('th', { scope: 'col', class: place === 0 ? null : kind }, text),
  );
  const body = rows.map(([name = '', ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...cells.map((cell) => element('td', { class: kind }, cell)),
    ),
  );
  const made = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
  const box = element('div', { class: 'scroll-box panel', tabindex: 0, role: 'region' }, made);
  box.setAttribute('aria-label', heads[0] ?? '');
  return box;
}
