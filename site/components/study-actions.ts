import type { Study } from '../../runner/domain/study.ts';
import { describe } from '../data/describe-error.ts';
import { isUnderWay } from '../data/progress.ts';
import { studiesApi } from '../data/studies-api.ts';
import { studyTitle } from '../data/studies-query.ts';
import { element, setText } from './element.ts';
import { withToken } from './with-token.ts';

/** Rename, archive, delete. Fires `changed` when the server took one, `deleted` after the last. */
export class StudyActions extends HTMLElement {
  #study: Study | null = null;
  #message = element('span', { role: 'status', class: 'muted' });
  #archive = element('button', { type: 'button' });
  #delete = element('button', { type: 'button' }, 'Delete');
  #rename = element('button', { type: 'button' }, 'Rename');
  #title = element('input', { type: 'text', maxlength: 100, 'aria-label': 'Name of the study' });
  #form = element(
    'form',
    { hidden: true },
    this.#title,
    element('button', { type: 'submit', class: 'primary' }, 'Save'),
  );

  connectedCallback(): void {
    this.replaceChildren(this.#message, this.#form, this.#rename, this.#archive, this.#delete);
    this.#rename.addEventListener('click', () => this.#open(this.#form.hidden === true));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const title = this.#title.value.trim();
      if (title !== '')
        void this.#act((name, token) => studiesApi.annotate(name, { title }, token));
    });
    this.#archive.addEventListener('click', () => {
      const archived = this.#study?.archived !== true;
      void this.#act((name, token) => studiesApi.annotate(name, { archived }, token));
    });
    this.#delete.addEventListener('click', () => {
      void this.#act((name, token) => studiesApi.delete(name, token), 'deleted');
    });
  }

  show(study: Study): void {
    this.#study = study;
    setText(this.#archive, study.archived ? 'Take out of the archive' : 'Archive');
    const isLive = isUnderWay(study.state);
    this.#delete.disabled = isLive;
    this.#delete.title = isLive ? 'A run of it is under way' : '';
  }

  #open(open: boolean): void {
    this.#form.hidden = !open;
    setText(this.#rename, open ? 'Cancel' : 'Rename');
    if (!open || this.#study === null) return;
    this.#title.value = studyTitle(this.#study);
    this.#title.select();
  }

  async #act(
    send: (name: string, token: string) => Promise<unknown>,
    event: 'changed' | 'deleted' = 'changed',
  ): Promise<void> {
    const name = this.#study?.name;
    if (name === undefined) return;
    setText(this.#message, '');
    try {
      if ((await withToken((token) => send(name, token))) === null) return;
      this.#open(false);
      this.dispatchEvent(new CustomEvent(event));
    } catch (error) {
      setText(this.#message, describe(error));
    }
  }
}

customElements.define('study-actions', StudyActions);
