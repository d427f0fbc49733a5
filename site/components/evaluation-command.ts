import type { EvaluationView } from '../../runner/server/evaluation-views.ts';
import { element, part } from './element.ts';

/** What to type to repeat the backtest, and to keep it. */
export class EvaluationCommand extends HTMLElement {
  #shown = '';

  show({ command }: EvaluationView): void {
    if (command === this.#shown) return;
    this.#shown = command;
    part(this, '.commands', HTMLElement).replaceChildren(
      this.#item('Repeat this backtest', command),
      this.#item('The same, its full result kept in the run’s folder', `${command} --keep`),
    );
  }

  #item(purpose: string, command: string): HTMLElement {
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
}

customElements.define('evaluation-command', EvaluationCommand);
