import { describe } from '../data/describe-error.ts';
import { jobsApi } from '../data/jobs-api.ts';
import { element, part } from './element.ts';
import { StudyNote } from './study-note.ts';

/** Note and tags that people added to the run of this page. */
class RunNote extends HTMLElement {
  connectedCallback(): void {
    const id = new URLSearchParams(location.search).get('id');
    if (id === null) return;
    const note = part(this, 'study-note', StudyNote);
    note.save = async (name, change, token) => {
      const taken = await jobsApi.annotate(name, change, token);
      this.#showTags(taken.tags);
      return taken;
    };
    note.addEventListener('changed', () => void this.#fetch(id, note));
    void this.#fetch(id, note);
  }

  async #fetch(id: string, note: StudyNote): Promise<void> {
    try {
      const { note: text, tags } = await jobsApi.annotations(id);
      note.show({ name: id, note: text, tags });
      this.#showTags(tags);
      this.hidden = false;
    } catch (error) {
      // A run that is not there says so itself.
      this.title = describe(error);
    }
  }

  #showTags(tags: readonly string[]): void {
    const list = part(this, '.own-tags', HTMLElement);
    list.hidden = tags.length === 0;
    list.replaceChildren(...tags.map((tag) => element('li', {}, tag)));
  }
}

customElements.define('run-note', RunNote);
