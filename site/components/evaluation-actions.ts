import type { EvaluationView } from '../../runner/server/evaluation-views.ts';
import { describe } from '../data/describe-error.ts';
import { evaluationApi } from '../data/evaluation-api.ts';
import type { EvaluationQuery } from '../data/evaluation-query.ts';
import { element, setText } from './element.ts';
import { withToken } from './with-token.ts';

/** Backtests the set again, or once more to keep it. Fires `repeated` (detail: RepeatView). */
export class EvaluationActions extends HTMLElement {
  #query: EvaluationQuery | null = null;
  #message = element('span', { role: 'status', class: 'muted' });
  #again = element('button', { type: 'button' }, 'Backtest again');
  #keep = element('button', { type: 'button' }, 'Keep full result');
  #busy = false;

  connectedCallback(): void {
    this.replaceChildren(this.#message, this.#again, this.#keep);
    this.#again.addEventListener('click', () => void this.#repeat(false));
    this.#keep.addEventListener('click', () => void this.#repeat(true));
  }

  show(query: EvaluationQuery, { evaluation, kept }: EvaluationView): void {
    this.#query = query;
    // The best's own file is replaced when another set becomes the best.
    const isKept = kept?.file.endsWith(`/${evaluation.id}.json`) === true;
    setText(this.#keep, isKept ? 'Keep it anew' : 'Keep full result');
  }

  async #repeat(keep: boolean): Promise<void> {
    const query = this.#query;
    if (query === null || this.#busy) return;
    this.#setBusy(true);
    try {
      const sent = withToken((token) => {
        setText(this.#message, 'Backtesting in a fresh process …');
        return evaluationApi.repeat(query, { keep, of: query.of }, token);
      });
      const repeat = await sent;
      setText(this.#message, repeat === null ? '' : doneText(repeat.kept?.file));
      if (repeat !== null) this.dispatchEvent(new CustomEvent('repeated', { detail: repeat }));
    } catch (error) {
      setText(this.#message, describe(error));
    } finally {
      this.#setBusy(false);
    }
  }

  /** Not disabled, which would lose the focus. */
  #setBusy(busy: boolean): void {
    this.#busy = busy;
    for (const button of [this.#again, this.#keep]) {
      button.setAttribute('aria-disabled', String(busy));
    }
  }
}

function doneText(file: string | undefined): string {
  return file === undefined ? 'Backtested again' : `Kept as ${file}`;
}

customElements.define('evaluation-actions', EvaluationActions);
