import { describe } from '../data/describe-error.ts';
import { openSession, wayBack } from '../data/session.ts';
import { rememberedToken } from '../data/token.ts';
import { part, setText } from './element.ts';

/** Asks for the token before anything can be read, and goes back to where it was asked for. */
export class TokenPage extends HTMLElement {
  connectedCallback(): void {
    part(this, 'form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#use(part(this, 'input', HTMLInputElement));
    });
  }

  async #use(input: HTMLInputElement): Promise<void> {
    const token = input.value.trim();
    if (token === '') return;
    const button = part(this, 'button', HTMLButtonElement);
    button.disabled = true;
    try {
      if (await openSession(token)) {
        // Changes need it as well; it is not asked for twice.
        rememberedToken.write(token);
        location.replace(wayBack(location.search));
        return;
      }
      input.value = '';
      this.#say('That is not the token of this server.');
    } catch (error) {
      this.#say(describe(error));
    }
    button.disabled = false;
    input.focus();
  }

  #say(text: string): void {
    const box = part(this, '.refused', HTMLElement);
    setText(box, text);
    box.hidden = false;
  }
}

customElements.define('token-page', TokenPage);
