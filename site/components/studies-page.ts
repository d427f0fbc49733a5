import type { DeletedStudy } from '../../runner/domain/study.ts';
import type { StudiesView } from '../../runner/server/study-views.ts';
import { describe } from '../data/describe-error.ts';
import { openEventStream } from '../data/event-stream.ts';
import { formatNumber, formatTime } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { slowly } from '../data/slowly.ts';
import { studiesApi } from '../data/studies-api.ts';
import {
  readStudiesQuery,
  type StudiesQuery,
  selectStudies,
  studyTitle,
  writeStudiesQuery,
} from '../data/studies-query.ts';
import { showConnection } from './connection-status.ts';
import { element, part, setText } from './element.ts';
import { StudiesTable } from './studies-table.ts';
import { withToken } from './with-token.ts';

/** All studies, and those in the trash. */
class StudiesPage extends HTMLElement {
  #query = readStudiesQuery(location.search);
  #view: StudiesView | null = null;

  connectedCallback(): void {
    const search = part(this, 'input[type=search]', HTMLInputElement);
    search.value = this.#query.text;
    search.addEventListener('input', () => this.#change({ text: search.value }));
    const archived = part(this, 'input[type=checkbox]', HTMLInputElement);
    archived.checked = this.#query.archived;
    archived.addEventListener('change', () => this.#change({ archived: archived.checked }));
    const fetchSoon = slowly(() => this.#fetch());
    openEventStream({
      url: sitePath('/api/events'),
      onOpen: () => void this.#fetch(),
      onState: (state) => {
        showConnection(state);
        if (state === 'lost' && this.#view === null) void this.#fetch();
      },
      on: { run: fetchSoon, study: fetchSoon, moved: fetchSoon },
    });
  }

  async #fetch(): Promise<void> {
    try {
      this.#view = await studiesApi.list();
      this.#say(null);
      this.#show();
    } catch (error) {
      this.#say(describe(error));
    }
  }

  #change(change: Partial<StudiesQuery>): void {
    this.#query = { ...this.#query, ...change };
    history.replaceState(null, '', location.pathname + writeStudiesQuery(this.#query));
    this.#show();
  }

  #show(): void {
    if (this.#view === null) return;
    const { studies, deleted } = this.#view;
    const selected = selectStudies(studies, this.#query);
    part(this, '.filters', HTMLElement).hidden = studies.length === 0;
    part(this, '.table-box', HTMLElement).hidden = selected.length === 0;
    part(this, '.none-match', HTMLElement).hidden = studies.length === 0 || selected.length > 0;
    part(this, '.no-studies', HTMLElement).hidden = studies.length > 0;
    part(this, 'studies-table', StudiesTable).show(selected);
    const [shown, total] = [formatNumber(selected.length), formatNumber(studies.length)];
    setText(part(this, '.total', HTMLElement), shown === total ? total : `${shown} of ${total}`);
    this.#showDeleted(deleted);
    this.setAttribute('aria-busy', 'false');
  }

  #showDeleted(deleted: readonly DeletedStudy[]): void {
    const box = part(this, '.trash', HTMLDetailsElement);
    box.hidden = deleted.length === 0;
    const count = deleted.length === 1 ? '1 deleted study' : `${deleted.length} deleted studies`;
    setText(part(box, 'summary', HTMLElement), count);
    part(box, 'ul', HTMLElement).replaceChildren(...deleted.map((one) => this.#deletedItem(one)));
  }

  #deletedItem(study: DeletedStudy): HTMLElement {
    const name = studyTitle(study);
    const runs = study.runs.length === 1 ? '1 run' : `${formatNumber(study.runs.length)} runs`;
    const when = formatTime(study.deleted_at, new Date());
    const button = element(
      'button',
      { type: 'button', 'aria-label': `Restore ${name}` },
      'Restore',
    );
    button.addEventListener('click', () => void this.#restore(study, button));
    const words = element('span', { class: 'muted' }, `${runs}, deleted ${when}`);
    return element('li', {}, element('span', {}, name), words, button);
  }

  async #restore({ id }: DeletedStudy, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    try {
      if ((await withToken((token) => studiesApi.undelete(id, token))) !== null)
        await this.#fetch();
    } catch (error) {
      this.#say(describe(error));
    }
    button.disabled = false;
  }

  #say(problem: string | null): void {
    const notice = part(this, '.problem', HTMLElement);
    notice.hidden = problem === null;
    setText(notice, problem ?? '');
    part(this, '.loading', HTMLElement).hidden = problem !== null || this.#view !== null;
  }
}

customElements.define('studies-page', StudiesPage);
