import { rememberedToken } from '../data/token.ts';
import { part, setText } from './element.ts';

/** Asks for the token that the daemon printed; remembered until the tab is closed. */
export class TokenDialog extends HTMLElement {
  connectedCallback(): void {
    // Not a submit button: Enter in the field presses the first of those.
    part(this, 'button[type=button]', HTMLButtonElement).addEventListener('click', () =>
      part(this, 'dialog', HTMLDialogElement).close(),
    );
  }

  /** @param refused true where the token that was used is not the server's */
  async ask(refused: boolean): Promise<string | null> {
    const dialog = part(this, 'dialog', HTMLDialogElement);
    const input = part(this, 'input', HTMLInputElement);
    input.value = '';
    const message = part(this, '.refused', HTMLElement);
    setText(message, refused ? 'That is not the token of this server.' : '');
    message.hidden = !refused;
    dialog.returnValue = '';
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
    const token = input.value.trim();
    input.value = '';
    if (dialog.returnValue !== 'use' || token === '') return null;
    rememberedToken.write(token);
    return token;
  }
}

customElements.define('token-dialog', TokenDialog);
