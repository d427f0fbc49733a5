import { describe } from '../data/describe-error.ts';
import { element, part, setText } from './element.ts';

/** What a panel shows: its picture, or in its place that it waits, why it is empty, or what failed. */
export type PanelState =
  | { readonly is: 'shown' }
  | { readonly is: 'loading' }
  | { readonly is: 'empty'; readonly why: string }
  | { readonly is: 'failed'; readonly why: string; readonly retry: () => void };

const LOADING = 'Loading …';

/** Says it in the panel's own box for that, which is made where there is none yet. */
export function showPanelState(panel: HTMLElement, state: PanelState): void {
  panel.setAttribute('aria-busy', String(state.is === 'loading'));
  panel.dataset['shows'] = state.is;
  const known = panel.querySelector<HTMLElement>(':scope > .panel-state');
  if (state.is === 'shown' && known === null) return;
  const box = known ?? panel.appendChild(element('div', { class: 'panel-state', role: 'status' }));
  box.hidden = state.is === 'shown';
  const text = box.querySelector('p') ?? box.appendChild(element('p'));
  setText(text, wordsOf(state));
  box.querySelector('button')?.remove();
  if (state.is !== 'failed') return;
  const button = element('button', { type: 'button' }, 'Try again');
  button.addEventListener('click', () => {
    // What had the focus goes.
    box.tabIndex = -1;
    box.focus();
    showPanelState(panel, { is: 'loading' });
    state.retry();
  });
  box.append(button);
}

function wordsOf(state: PanelState): string {
  if (state.is === 'loading') return LOADING;
  return state.is === 'shown' ? '' : state.why;
}

/** Whether something is drawn there. */
function isShown(panel: HTMLElement): boolean {
  return panel.dataset['shows'] === 'shown';
}

/**
 * Fills a panel, again where somebody wants that after a failure. A picture that stands stays, though
 * it may be old by then: what went wrong is returned. Null leaves the panel to who fills it since.
 */
export async function fillPanel(
  panel: HTMLElement,
  fill: () => Promise<PanelState | null>,
): Promise<string | null> {
  if (!isShown(panel)) showPanelState(panel, { is: 'loading' });
  try {
    const state = await fill();
    if (state !== null) showPanelState(panel, state);
    return null;
  } catch (error) {
    const why = describe(error);
    if (isShown(panel)) return why;
    showPanelState(panel, { is: 'failed', why, retry: () => void fillPanel(panel, fill) });
    return null;
  }
}

/** Shows in a notice of the host that what stands is old, and why; nothing hides it. */
export function showStale(host: HTMLElement, problems: readonly (string | null)[]): void {
  const notice = part(host, '.old', HTMLElement);
  const [problem] = problems.filter((one) => one !== null);
  notice.hidden = problem === undefined;
  setText(notice, problem === undefined ? '' : `What is drawn may be old. ${problem}`);
}
