import type { StudyBest, StudySummary } from '../../runner/domain/study.ts';
import { formatDuration, formatFitness, formatNumber, formatTime } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { studyTitle } from '../data/studies-query.ts';
import { symbolsText } from '../data/symbols-text.ts';
import { element, part } from './element.ts';
import { stateBadge } from './state-badge.ts';

/** The best over all symbols. */
function topOf(bests: readonly StudyBest[]): StudyBest | undefined {
  return bests.toSorted((a, b) => b.evaluation.fitness - a.evaluation.fitness)[0];
}

export function tagList(tags: readonly string[]): HTMLElement {
  return element('span', { class: 'tags' }, ...tags.map((tag) => element('span', {}, tag)));
}

function studyRow(study: StudySummary): HTMLElement {
  const top = topOf(study.bests);
  const several = study.symbols.length > 1 && top !== undefined;
  const archived = study.archived ? [element('span', { class: 'muted' }, 'archived')] : [];
  const updated = element(
    'time',
    { datetime: study.updated_at, title: study.updated_at },
    formatTime(study.updated_at, new Date()),
  );
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row' },
      element('a', { href: sitePath('/study/', { name: study.name }) }, studyTitle(study)),
      tagList(study.tags),
      ...archived,
    ),
    element('td', {}, stateBadge(study.state)),
    element('td', { class: 'wide' }, study.strategies.join(', ')),
    element('td', { class: 'wide' }, symbolsText(study.symbols)),
    element('td', { class: 'number runs' }, formatNumber(study.runs)),
    element(
      'td',
      { class: 'number best' },
      element('span', { class: 'note' }, several ? (top?.symbol ?? '') : ''),
      formatFitness(top?.evaluation.fitness),
    ),
    element('td', { class: 'number count' }, formatNumber(study.evaluations)),
    element('td', { class: 'number wide' }, formatDuration(study.seconds)),
    element('td', { class: 'number wide' }, updated),
  );
}

/** The studies, a line each. */
export class StudiesTable extends HTMLElement {
  show(studies: readonly StudySummary[]): void {
    part(this, 'tbody', HTMLElement).replaceChildren(...studies.map(studyRow));
  }
}

customElements.define('studies-table', StudiesTable);
