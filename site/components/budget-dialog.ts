import { part } from './element.ts';
import { cancelDialog, openDialog } from './open-dialog.ts';

export interface Budget {
  evaluations?: number;
  seconds?: number;
}

/** Asks how far a run may go, in all. */
export class BudgetDialog extends HTMLElement {
  connectedCallback(): void {
    cancelDialog(this);
  }

  /** Null where the user gave up or named nothing. */
  async ask(): Promise<Budget | null> {
    part(this, 'form', HTMLFormElement).reset();
    if ((await openDialog(this)) !== 'go') return null;
    const evaluations = part(this, '[name=evaluations]', HTMLInputElement).valueAsNumber;
    const minutes = part(this, '[name=minutes]', HTMLInputElement).valueAsNumber;
    const budget: Budget = {};
    if (Number.isFinite(evaluations)) budget.evaluations = evaluations;
    if (Number.isFinite(minutes)) budget.seconds = minutes * 60;
    return Object.keys(budget).length === 0 ? null : budget;
  }
}

customElements.define('budget-dialog', BudgetDialog);
