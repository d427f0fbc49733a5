import type { StudyNotes } from '../../runner/domain/study.ts';
import { describe } from '../data/describe-error.ts';
import { studiesApi } from '../data/studies-api.ts';
import { tagsOf } from '../data/studies-query.ts';
import { part, setText } from './element.ts';
import { markdownNodes } from './study-markdown.ts';
import { withToken } from './with-token.ts';

type Noted = Pick<StudyNotes, 'note' | 'tags'>;

/** Note and tags of a study, to read and to write. Fires `changed` when the server took them. */
export class StudyNote extends HTMLElement {
  /** Keeps them; replaced where they are of something else than a study. */
  save: (name: string, change: Noted, token: string) => Promise<Noted> = studiesApi.annotate;
  #name = '';
  #shown: string | null = null;
  #notes: Noted = { note: '', tags: [] };

  connectedCallback(): void {
    const edit = part(this, 'button.edit', HTMLButtonElement);
    edit.addEventListener('click', () => this.#open(true));
    part(this, 'button.cancel', HTMLButtonElement).addEventListener('click', () => {
      this.#open(false);
      edit.focus();
    });
    part(this, 'form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#save();
    });
  }

  show({ name, note, tags }: Noted & { readonly name: string }): void {
    this.#name = name;
    this.#notes = { note, tags };
    if (note === this.#shown) return;
    this.#shown = note;
    const isOpen = !part(this, 'form', HTMLFormElement).hidden;
    part(this, '.nothing', HTMLElement).hidden = isOpen || note !== '';
    void markdownNodes(note).then((nodes) => {
      if (note === this.#shown) part(this, '.text', HTMLElement).replaceChildren(...nodes);
    });
  }

  #open(open: boolean): void {
    part(this, 'form', HTMLFormElement).hidden = !open;
    part(this, '.text', HTMLElement).hidden = open;
    part(this, '.nothing', HTMLElement).hidden = open || this.#notes.note !== '';
    part(this, 'button.edit', HTMLButtonElement).hidden = open;
    setText(part(this, '.message', HTMLElement), '');
    if (!open) return;
    const area = part(this, 'textarea', HTMLTextAreaElement);
    area.value = this.#notes.note;
    part(this, 'input', HTMLInputElement).value = this.#notes.tags.join(', ');
    area.focus();
  }

  async #save(): Promise<void> {
    const note = part(this, 'textarea', HTMLTextAreaElement).value;
    const tags = tagsOf(part(this, 'input', HTMLInputElement).value);
    const save = part(this, 'button[type=submit]', HTMLButtonElement);
    save.disabled = true;
    try {
      const taken = await withToken((token) => this.save(this.#name, { note, tags }, token));
      if (taken !== null) {
        this.#notes = taken;
        this.#open(false);
        this.dispatchEvent(new CustomEvent('changed'));
      }
    } catch (error) {
      setText(part(this, '.message', HTMLElement), describe(error));
    }
    save.disabled = false;
  }
}

customElements.define('study-note', StudyNote);
