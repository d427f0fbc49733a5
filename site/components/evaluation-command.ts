import type { EvaluationView } from '../../runner/server/evaluation-views.ts';
import { commandItem } from './command-item.ts';
import { part } from './element.ts';

/** What to type to repeat the backtest, and to keep it. */
export class EvaluationCommand extends HTMLElement {
  #shown = '';

  show({ command }: EvaluationView): void {
    if (command === this.#shown) return;
    this.#shown = command;
    part(this, '.commands', HTMLElement).replaceChildren(
      commandItem('Repeat this backtest', command),
      commandItem('The same, its full result kept in the run’s folder', `${command} --keep`),
    );
  }
}

customElements.define('evaluation-command', EvaluationCommand);
