import { describe } from '../data/describe-error.ts';
import { jobsApi } from '../data/jobs-api.ts';
import type { RunSnapshot } from '../data/run-snapshot.ts';
import { part, setText } from './element.ts';
import { withToken } from './with-token.ts';

const GONE = 'This run was deleted. What stands here is what it was.';

/** Says of a run that it was deleted while it was shown, and brings it back. */
export class RunGone extends HTMLElement {
  #id = '';

  connectedCallback(): void {
    part(this, 'button', HTMLButtonElement).addEventListener('click', () => void this.#bringBack());
  }

  show({ id, isGone }: Pick<RunSnapshot, 'id' | 'isGone'>): void {
    this.#id = id;
    if (this.hidden !== isGone) return;
    this.hidden = !isGone;
    this.#say(isGone ? GONE : '');
  }

  async #bringBack(): Promise<void> {
    try {
      await withToken((token) => jobsApi.undelete(this.#id, token));
    } catch (error) {
      this.#say(describe(error));
    }
  }

  #say(text: string): void {
    setText(part(this, 'span', HTMLElement), text);
  }
}

customElements.define('run-gone', RunGone);
