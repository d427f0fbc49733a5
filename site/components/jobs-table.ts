import type { JobsView } from '../../runner/server/views.ts';
import { formatTime } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { element, part } from './element.ts';
import { stateBadge, stateWord } from './state-badge.ts';

type JobEntry = JobsView['jobs'][number];

/** What can be done with a file of the drop folder. */
export type JobAction = 'cancel' | 'edit' | 'remove';

export interface JobRequest {
  readonly action: JobAction;
  readonly file: string;
  readonly run: string | null;
}

/** In the order in which they matter: what runs, what waits in its order, what is wrong. */
const ORDER: readonly JobEntry['state'][] = [
  'running',
  'queued',
  'rejected',
  'failed',
  'stopped',
  'complete',
  'not-a-job',
];

function inOrder(jobs: readonly JobEntry[]): readonly JobEntry[] {
  return jobs.toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.place ?? 0) - (b.place ?? 0),
  );
}

function actionsFor({ state }: JobEntry): readonly (readonly [JobAction, string])[] {
  const edit = ['edit', 'Edit'] as const;
  if (state === 'queued') return [['cancel', 'Cancel'], edit];
  if (state === 'running') return [['cancel', 'Stop'], edit];
  return [edit, ['remove', 'Remove']];
}

/**
 * The files of the drop folder: what became of each, and what is wrong with those refused. Fires
 * `act` (detail: JobRequest) when something is to be done with one.
 */
export class JobsTable extends HTMLElement {
  #shown = '';

  show({ jobs }: JobsView): void {
    const text = JSON.stringify(jobs);
    // Rows that are made anew would lose the focus.
    if (text === this.#shown) return;
    this.#shown = text;
    part(this, '.empty', HTMLElement).hidden = jobs.length > 0;
    part(this, '.scroll-box', HTMLElement).hidden = jobs.length === 0;
    const rows = inOrder(jobs).map((job) => this.#row(job));
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }

  #row(job: JobEntry): HTMLElement {
    const { file, state, run, place } = job;
    const badge = stateBadge(state);
    if (place !== undefined) badge.textContent = `${stateWord(state)}, ${placeWord(place)}`;
    const link = run === null ? '' : element('a', { href: sitePath('/run/', { id: run }) }, run);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, file),
      element('td', {}, badge),
      element('td', {}, link),
      element('td', { class: 'message' }, ...messageOf(job), ...againOf(job)),
      element('td', { class: 'actions no-print' }, ...this.#buttons(job)),
    );
  }

  #buttons(job: JobEntry): HTMLElement[] {
    const { file, run } = job;
    return actionsFor(job).map(([action, word]) => {
      const name = `${word} ${file}`;
      const button = element(
        'button',
        { type: 'button', class: 'toggle', 'aria-label': name },
        word,
      );
      button.addEventListener('click', () => {
        const detail: JobRequest = { action, file, run };
        this.dispatchEvent(new CustomEvent('act', { detail }));
      });
      return button;
    });
  }
}

function placeWord(place: number): string {
  return place === 1 ? 'next' : `number ${place}`;
}

/** When its schedule has it run again, in the reader's own time. */
function againOf({ again }: JobEntry): (Node | string)[] {
  if (again === undefined) return [];
  const { next, cron, time_zone } = again;
  const when = next === null ? 'never again' : `again ${formatTime(next, new Date())}`;
  return [element('p', { class: 'muted' }, `Runs ${when} (${cron}, ${time_zone})`)];
}

function messageOf({ message, problems }: JobEntry): (Node | string)[] {
  if (problems === undefined || problems.length === 0) return [message ?? ''];
  const items = problems.map(({ path, line, wanted, found }) => {
    const place = [path, line === undefined ? '' : `line ${line}`].filter(Boolean).join(', ');
    const text = `${place === '' ? '' : ': '}wanted ${wanted}, found ${found}`;
    return element('li', {}, element('code', {}, place), text);
  });
  return [(message ?? '').split(':\n')[0] ?? '', element('ul', {}, ...items)];
}

customElements.define('jobs-table', JobsTable);
