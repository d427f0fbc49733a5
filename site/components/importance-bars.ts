import type { AnalysisView } from '../../runner/server/views.ts';
import { formatFitness, formatNumber, formatPercent } from '../data/format.ts';
import { element } from './element.ts';

/** How much of the spread of fitness each parameter explains, and how the sets around the best did. */
export class ImportanceBars extends HTMLElement {
  show({ importance, stability, evaluations }: AnalysisView): void {
    this.replaceChildren(
      ...(importance === null
        ? [element('p', { class: 'muted' }, 'Too few valid evaluations to tell what matters.')]
        : importanceParts(importance, evaluations)),
      ...(stability === null ? [] : stabilityParts(stability)),
    );
  }
}

function importanceParts(
  { parameters, together, used, valid, conditional }: NonNullable<AnalysisView['importance']>,
  evaluations: number,
): Node[] {
  const most = Math.max(together, ...parameters.map(({ share }) => share), 1e-9);
  const bar = (name: string, share: number): HTMLElement => {
    const fill = element('span', { class: 'fill' });
    fill.style.inlineSize = `${(100 * share) / most}%`;
    return element(
      'li',
      {},
      element('span', { class: 'name' }, name),
      element('span', { class: 'bar' }, fill),
      element('span', { class: 'share' }, formatPercent(100 * share, 0)),
    );
  };
  const sorted = parameters.toSorted((a, b) => b.share - a.share);
  const of =
    used < evaluations
      ? `${formatNumber(used)} of ${formatNumber(evaluations)}`
      : formatNumber(used);
  return [
    element('h3', {}, 'Importance of the parameters'),
    element(
      'ul',
      { class: 'bars' },
      ...sorted.map(({ name, share }) => bar(name, share)),
      bar('combinations of them', together),
    ),
    element(
      'p',
      { class: 'muted' },
      `Share of the variance of fitness (functional ANOVA), from ${of} evaluations, ${formatNumber(valid)} valid.${conditional.length > 0 ? ` Conditional, counted where they exist: ${conditional.join(', ')}.` : ''}`,
    ),
  ];
}

function stabilityParts({ best, around }: NonNullable<AnalysisView['stability']>): Node[] {
  const cell = (value: number | null, format: (value: number) => string): HTMLElement =>
    element('td', {}, value === null ? '–' : format(value));
  const rows = around.map(({ radius, evaluations, median, worst, kept }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, `${radius} ${radius === 1 ? 'step' : 'steps'}`),
      cell(evaluations, formatNumber),
      cell(median, formatFitness),
      cell(worst, formatFitness),
      cell(kept, (share) => formatPercent(100 * share, 0)),
    ),
  );
  const heads = ['Around the best', 'Sets', 'Median', 'Worst', 'Kept'];
  return [
    element('h3', {}, 'Stability around the best'),
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text))),
      ),
      element('tbody', {}, ...rows),
    ),
    element(
      'p',
      { class: 'muted' },
      `Sets that were tried within so many grid steps of the best (${formatFitness(best)}). Kept is their mean as a share of it: a peak that falls off at once is often noise.`,
    ),
  ];
}

customElements.define('importance-bars', ImportanceBars);
