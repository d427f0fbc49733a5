import type { RunRecord } from '../../runner/domain/run-record.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { element, setText } from './element.ts';
import { runMenu } from './run-menu.ts';
import { withToken } from './with-token.ts';

type Action = 'stop' | 'resume';

const STOPPABLE = new Set(['queued', 'compiling', 'running', 'paused']);
const RESUMABLE = new Set(['stopped', 'failed']);

function actionFor({ state }: RunRecord): Action | null {
  if (STOPPABLE.has(state)) return 'stop';
  return RESUMABLE.has(state) ? 'resume' : null;
}

/** The button that stops or resumes the run, what else can be done with it, and what came of it. */
export class RunActions extends HTMLElement {
  #id = '';
  #button = element('button', { type: 'button', hidden: true });
  #message = element('span', { role: 'status', class: 'muted' });
  #action: Action | null = null;
  #menu = runMenu((text, ...more) => this.#message.replaceChildren(text, ...more));

  connectedCallback(): void {
    this.replaceChildren(this.#message, this.#button, this.#menu.root);
    this.#button.addEventListener('click', () => void this.#act());
  }

  show(record: RunRecord): void {
    const action = actionFor(record);
    this.#id = record.id;
    this.#menu.show(record);
    if (action === this.#action) return;
    this.#action = action;
    this.#button.hidden = action === null;
    this.#button.disabled = false;
    setText(this.#button, action === 'resume' ? 'Resume' : 'Stop');
    setText(this.#message, '');
  }

  async #act(): Promise<void> {
    const action = this.#action;
    if (action === null) return;
    this.#button.disabled = true;
    try {
      const sent = (await withToken((token) => this.#send(action, token))) === true;
      const doing = action === 'stop' ? 'Stopping after what is in flight' : 'Resuming';
      setText(this.#message, sent ? doing : '');
      this.#button.disabled = sent && this.#action === action;
    } catch (error) {
      setText(this.#message, describe(error));
      this.#button.disabled = false;
    }
  }

  async #send(action: Action, token: string): Promise<true> {
    await api.control(this.#id, action, token);
    return true;
  }
}

customElements.define('run-actions', RunActions);
