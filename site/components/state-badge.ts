import { element, setText } from './element.ts';

const WORDS: Readonly<Record<string, string>> = { 'not-a-job': 'Not a job' };

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function stateWord(state: string): string {
  return WORDS[state] ?? capital(state);
}

/** A state as a word with a mark before it, whose shape tells it apart without colour. */
export function stateBadge(state: string): HTMLElement {
  const badge = element('span', { class: 'state' });
  showState(badge, state);
  return badge;
}

export function showState(badge: HTMLElement, state: string): void {
  badge.dataset['state'] = state;
  setText(badge, stateWord(state));
}
