import { part } from './element.ts';

/** Lets the button that is no submit button give up. */
export function cancelDialog(host: HTMLElement): void {
  // Enter in a field presses the first submit button, so this must not be one.
  part(host, 'button[type=button]', HTMLButtonElement).addEventListener('click', () =>
    part(host, 'dialog', HTMLDialogElement).close(),
  );
}

/** Shows the dialog of an element. Resolves to what its submit button says; empty where one gave up. */
export async function openDialog(host: HTMLElement): Promise<string> {
  const dialog = part(host, 'dialog', HTMLDialogElement);
  dialog.returnValue = '';
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue;
}
