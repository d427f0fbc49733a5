import { element } from './element.ts';

/** A command to copy, and what it is for. */
export function commandItem(purpose: string, command: string): HTMLElement {
  const copy = element('button', { type: 'button', 'aria-label': `Copy: ${purpose}` }, 'Copy');
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(command);
    copy.textContent = 'Copied';
  });
  return element(
    'li',
    {},
    element('span', { class: 'muted' }, purpose),
    element('code', { tabindex: 0 }, command),
    copy,
  );
}
