import type { AnnotationsView } from '../../runner/server/views.ts';
import { jobsApi } from '../data/jobs-api.ts';
import { element, part } from './element.ts';
import { showPanelState } from './panel-state.ts';
import { StudyNote } from './study-note.ts';

/** Note and tags that people added to the run of this page. */
export class RunNote extends HTMLElement {
  #shown: AnnotationsView | null = null;

  connectedCallback(): void {
    part(this, 'study-note', StudyNote).save = async (run, change, token) => {
      const taken = await jobsApi.annotate(run, change, token);
      this.show(run, taken);
      return taken;
    };
  }

  /** Without what is noted nothing can be written there: it would be overwritten. */
  fail(why: string, retry: () => void): void {
    if (this.#shown !== null) return;
    this.hidden = false;
    part(this, 'study-note', StudyNote).hidden = true;
    showPanelState(this, { is: 'failed', why, retry });
  }

  /** Null: not known yet. */
  show(run: string, annotations: AnnotationsView | null): void {
    if (annotations === null || annotations === this.#shown) return;
    this.#shown = annotations;
    part(this, 'study-note', StudyNote).hidden = false;
    showPanelState(this, { is: 'shown' });
    const { note, tags } = annotations;
    part(this, 'study-note', StudyNote).show({ name: run, note, tags });
    const list = part(this, '.own-tags', HTMLElement);
    list.hidden = tags.length === 0;
    list.replaceChildren(...tags.map((tag) => element('li', {}, tag)));
    this.hidden = false;
  }
}

customElements.define('run-note', RunNote);
