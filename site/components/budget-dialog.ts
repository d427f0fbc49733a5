import { part } from './element.ts';

export interface Budget {
  evaluations?: number;
  seconds?: number;
}

/** Asks how far a run may go, in all. */
export class BudgetDialog extends HTMLElement {
  connectedCallback(): void {
    part(this, 'button[type=button]', HTMLButtonElement).addEventListener('click', () =>
      part(this, 'dialog', HTMLDialogElement).close(),
    );
  }

  /** Null where the user gave up or named nothing. */
  async ask(): Promise<Budget | null> {
    const dialog = part(this, 'dialog', HTMLDialogElement);
    part(this, 'form', HTMLFormElement).reset();
    dialog.returnValue = '';
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
    if (dialog.returnValue !== 'go') return null;
    const evaluations = part(this, '[name=evaluations]', HTMLInputElement).valueAsNumber;
    const minutes = part(this, '[name=minutes]', HTMLInputElement).valueAsNumber;
    const budget: Budget = {};
    if (Number.isFinite(evaluations)) budget.evaluations = evaluations;
    if (Number.isFinite(minutes)) budget.seconds = minutes * 60;
    return Object.keys(budget).length === 0 ? null : budget;
  }
}

customElements.define('budget-dialog', BudgetDialog);
