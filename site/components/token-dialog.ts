import { rememberedToken } from '../data/token.ts';
import { part, setText } from './element.ts';
import { cancelDialog, openDialog } from './open-dialog.ts';

/** Asks for the token that the daemon printed; remembered until the tab is closed. */
export class TokenDialog extends HTMLElement {
  connectedCallback(): void {
    cancelDialog(this);
  }

  /** @param refused true where the token that was used is not the server's */
  async ask(refused: boolean): Promise<string | null> {
    const input = part(this, 'input', HTMLInputElement);
    input.value = '';
    const message = part(this, '.refused', HTMLElement);
    setText(message, refused ? 'That is not the token of this server.' : '');
    message.hidden = !refused;
    const answer = await openDialog(this);
    const token = input.value.trim();
    input.value = '';
    if (answer !== 'use' || token === '') return null;
    rememberedToken.write(token);
    return token;
  }
}

customElements.define('token-dialog', TokenDialog);
