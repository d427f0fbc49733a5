import type { JobsView } from '../../runner/server/views.ts';
import { sitePath } from '../data/site-path.ts';
import { element, part } from './element.ts';
import { stateBadge } from './state-badge.ts';

type JobEntry = JobsView['jobs'][number];

function jobRow({ file, state, run, message }: JobEntry): HTMLElement {
  const link = run === null ? '' : element('a', { href: sitePath('/run/', { id: run }) }, run);
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, file),
    element('td', {}, stateBadge(state)),
    element('td', {}, link),
    element('td', { class: 'message' }, message ?? ''),
  );
}

/** The files of the drop folder: what became of each, and what is wrong with those refused. */
export class JobsTable extends HTMLElement {
  show({ jobs }: JobsView): void {
    part(this, '.empty', HTMLElement).hidden = jobs.length > 0;
    part(this, '.scroll-box', HTMLElement).hidden = jobs.length === 0;
    part(this, 'tbody', HTMLElement).replaceChildren(...jobs.map(jobRow));
  }
}

customElements.define('jobs-table', JobsTable);
