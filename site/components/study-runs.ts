import type { Study, StudyRun } from '../../runner/domain/study.ts';
import { ABSENT, formatDuration, formatFitness, formatNumber, formatTime } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { element, part } from './element.ts';
import { stateBadge } from './state-badge.ts';

/** `201–400` of one symbol. */
function numbersOf({ searches }: StudyRun, symbol: string): string {
  const search = searches.find((one) => one.symbol === symbol);
  if (search === undefined || search.evaluations === 0) return ABSENT;
  const last = search.first_id + search.evaluations - 1;
  return `${formatNumber(search.first_id)}–${formatNumber(last)}`;
}

function runRow(run: StudyRun, symbol: string, series: number): HTMLElement {
  const search = run.searches.find((one) => one.symbol === symbol);
  const known = search?.start?.known ?? 0;
  const answered = run.answered ?? 0;
  const started = element(
    'time',
    { datetime: run.created_at, title: run.created_at },
    formatTime(run.created_at, new Date()),
  );
  const cell = (text: string, label: string, wide = false) =>
    element('td', { class: wide ? 'number wide' : 'number', 'data-label': label }, text);
  const key = element('span', { class: 'run-key', 'data-series': (series % 6) + 1 });
  const link = element('a', { href: sitePath('/run/', { id: run.id }) }, run.id);
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, key, link),
    element('td', {}, stateBadge(run.state)),
    element('td', { class: 'wide' }, run.samplers.join(' → ')),
    cell(numbersOf(run, symbol), 'Numbers'),
    cell(formatNumber(search?.evaluations), 'Evaluations'),
    cell(formatNumber(known), 'Known before'),
    cell(formatNumber(answered), 'Answered', true),
    cell(formatFitness(search?.best?.fitness), 'Best'),
    cell(formatDuration(run.seconds), 'Time', true),
    element('td', { class: 'number wide' }, started),
  );
}

/** The runs of a study, oldest first, by one of its symbols. */
export class StudyRuns extends HTMLElement {
  show({ history }: Study, symbol: string): void {
    const rows = history.map((run, index) => runRow(run, symbol, index));
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
    const compare = part(this, 'a', HTMLAnchorElement);
    compare.hidden = history.length < 2;
    const newest = history.slice(-20).map(({ id }) => id);
    compare.href = sitePath('/compare/', { runs: newest.join() });
  }
}

customElements.define('study-runs', StudyRuns);
