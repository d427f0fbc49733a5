import { part, setText } from './element.ts';

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
    part(this, 'button[type=button]', HTMLButtonElement).addEventListener('click', () =>
      part(this, 'dialog', HTMLDialogElement).close(),
    );
  }

  /** The reason, empty where none was given; null where the user gave up. */
  async ask({ title, text, needed, action }: ReasonQuestion): Promise<string | null> {
    const dialog = part(this, 'dialog', HTMLDialogElement);
    const area = part(this, 'textarea', HTMLTextAreaElement);
    setText(part(this, 'h2', HTMLElement), title);
    setText(part(this, '.text', HTMLElement), text);
    setText(part(this, 'button[type=submit]', HTMLButtonElement), action);
    area.value = '';
    area.required = needed;
    dialog.returnValue = '';
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
    return dialog.returnValue === 'go' ? area.value.trim() : null;
  }
}

customElements.define('reason-dialog', ReasonDialog);
