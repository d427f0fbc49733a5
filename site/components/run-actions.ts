import type { RunRecord } from '../../runner/domain/run-record.ts';
import { ApiError, api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { rememberedToken } from '../data/token.ts';
import { element, part, setText } from './element.ts';
import { TokenDialog } from './token-dialog.ts';

type Action = 'stop' | 'resume';

const STOPPABLE = new Set(['queued', 'compiling', 'running', 'paused']);
const RESUMABLE = new Set(['stopped', 'failed']);

function actionFor({ state }: RunRecord): Action | null {
  if (STOPPABLE.has(state)) return 'stop';
  return RESUMABLE.has(state) ? 'resume' : null;
}

/** The button that stops or resumes the run, and what came of it. */
export class RunActions extends HTMLElement {
  #id = '';
  #button = element('button', { type: 'button', hidden: true });
  #message = element('span', { role: 'status', class: 'muted' });
  #action: Action | null = null;

  connectedCallback(): void {
    this.replaceChildren(this.#message, this.#button);
    this.#button.addEventListener('click', () => void this.#act());
  }

  show(record: RunRecord): void {
    const action = actionFor(record);
    this.#id = record.id;
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
      const sent = await this.#send(action);
      const doing = action === 'stop' ? 'Stopping after what is in flight' : 'Resuming';
      setText(this.#message, sent ? doing : '');
      this.#button.disabled = sent && this.#action === action;
    } catch (error) {
      setText(this.#message, describe(error));
      this.#button.disabled = false;
    }
  }

  /** Asks for the token until the server takes it; false where the user gave up. */
  async #send(action: Action): Promise<boolean> {
    const dialog = part(document, 'token-dialog', TokenDialog);
    let token = rememberedToken.read() ?? (await dialog.ask(false));
    while (token !== null) {
      try {
        await api.control(this.#id, action, token);
        return true;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) throw error;
        rememberedToken.forget();
        token = await dialog.ask(true);
      }
    }
    return false;
  }
}

customElements.define('run-actions', RunActions);
