import { part, setText } from './element.ts';
import { cancelDialog, openDialog } from './open-dialog.ts';

export interface ReasonQuestion {
  readonly title: string;
  readonly text: string;
  /** Whether it goes on without a reason. */
  readonly needed: boolean;
  /** What the button says. */
  readonly action: string;
}

/** Asks why something is to be done. */
export class ReasonDialog extends HTMLElement {
  connectedCallback(): void {
    cancelDialog(this);
  }

  /** The reason, empty where none was given; null where the user gave up. */
  async ask({ title, text, needed, action }: ReasonQuestion): Promise<string | null> {
    const area = part(this, 'textarea', HTMLTextAreaElement);
    setText(part(this, 'h2', HTMLElement), title);
    setText(part(this, '.text', HTMLElement), text);
    setText(part(this, 'button[type=submit]', HTMLButtonElement), action);
    area.value = '';
    area.required = needed;
    return (await openDialog(this)) === 'go' ? area.value.trim() : null;
  }
}

customElements.define('reason-dialog', ReasonDialog);
